/* leaving.js: a hand-over is kept on the device and sent; without net it waits.
   A code can only be checked by the server: without net nobody is handed over on one. */
import { Queue } from "./queue.js";
import { keepCopies } from "./copies.js";
import { note, tellState } from "./state.js";

const page = document.getElementById("leaving");
const line = document.getElementById("roll-state");
const GOES_ON = "凭码的办不了，其他照常登记";
const NO_CODE = "没有网，核对不了接送码，没有登记。请先不要放行，打电话给家长，由监护人或者受委托的人来接。";

const begin = () => {
  const { session, day, owner } = page.dataset;
  const rows = new Map([...page.querySelectorAll("li[data-place]")].map((row) => [row.dataset.place, row]));

  const queue = new Queue(owner, (event) => {
    if (event.type === "state") { tellState(line, queue, event, GOES_ON); return mark(); }
    if (event.session === session && event.type === "taken") {
      for (const one of event.items) if (one.kind === "hand" && rows.has(one.place)) done(rows.get(one.place), "已交接");
    }
    return mark();
  });

  const done = (row, words) => {
    for (const form of row.querySelectorAll("form")) form.hidden = true;
    note(row, words, "done");
  };

  const mark = () => {
    for (const one of queue.waiting(session)) if (one.kind === "hand" && rows.has(one.place)) done(rows.get(one.place), "已交接，未上传");
    for (const one of queue.refused(session)) {
      const row = rows.get(one.place);
      if (!row) continue;
      for (const form of row.querySelectorAll("form")) form.hidden = false;
      note(row, one.detail, "refused");
    }
  };

  page.addEventListener("submit", async (event) => {
    const form = event.target;
    const row = form.closest("li[data-place]");
    if (!row || !form.elements.namedItem("to")) return;
    event.preventDefault();
    const given = new FormData(form);
    const [way, uid] = String(given.get("to") || "").split(":");
    const time = form.elements.namedItem("time");
    const item = {
      kind: "hand", place: row.dataset.place, late: Number(given.get("late") || 0), day,
      time: (time ? time.value : "").trim().replace("：", ":").replace(/^(\d):/, "0$1:"),
      typed: Boolean(time && time.value !== time.defaultValue),
    };
    if (!/^\d\d:\d\d$/.test(item.time)) return note(row, "请写几点接走的，例如17:40。没有登记。", "refused");
    if (!Number.isInteger(item.late) || item.late < 0) return note(row, "晚接的分钟数写整数，没有晚就写0。没有登记。", "refused");
    if (way === "g") queue.add(session, { ...item, guardian: uid });
    else if (way === "c") queue.add(session, { ...item, collector: uid });
    else if (way === "code") {
      const answer = await queue.codeNow(session, { ...item, code: String(given.get("code") || "") });
      if (!answer.trouble) done(row, "已交接");
      else note(row, answer.trouble === "refused" ? answer.detail : answer.trouble === "signed-out" ? "登录已经过期，没有登记。请重新登录。" : NO_CODE, "refused");
    } else note(row, "请先选交给了谁。没有登记，请先不要放行。", "refused");
    return undefined;
  });
  queue.say("");
  queue.ask(session).then(() => queue.send());
  keepCopies(owner);
};

if (page && line) begin();
