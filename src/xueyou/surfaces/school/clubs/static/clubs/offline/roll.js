/* roll.js: each tap of a roll-call is kept on the device and sent; without net it waits.
   Without script the form is sent whole, by its button. */
import { Queue } from "./queue.js";
import { keepCopies, remember, remembered } from "./copies.js";
import { note, tellState } from "./state.js";

const SAID = { present: "到", late: "迟到", absent: "缺席", leave: "请假" };
const GOES_ON = "可以照常点名";
const form = document.getElementById("roll");
const line = document.getElementById("roll-state");

const begin = () => {
  const { session, day, owner } = form.dataset;
  const rows = new Map([...form.querySelectorAll("li[data-place]")].map((row) => [row.dataset.place, row]));
  const time = form.elements.namedItem("time");
  const radios = (place) => [...form.querySelectorAll(`input[name="mark-${place}"]`)];
  /* what the roll said when it was last looked at, by place */
  const known = new Map([...rows.keys()].map((place) => [place, (form.elements.namedItem(`seen-${place}`) || {}).value || ""]));
  const hour = () => (time ? time.value : "").trim().replace("：", ":").replace(/^(\d):/, "0$1:");
  const count = document.getElementById("roll-count");
  const away = document.getElementById("roll-leaving");
  const typed = () => Boolean(time && time.value && time.value !== time.defaultValue);

  const queue = new Queue(owner, (event) => {
    if (event.type === "state") { tellState(line, queue, event, GOES_ON); return mark(); }
    if (event.session !== session) return undefined;
    if (event.type === "sheet") return look(event.sheet);
    if (event.type === "taken") return taken(event.said, event.items);
    if (event.type === "refused") takeBack(event.items);
    return mark();
  });

  /* What was refused is not on the roll: shown as it was before, so that it can be tapped again. */
  const takeBack = (items) => {
    for (const one of items) {
      if (one.kind !== "mark" || known.get(one.place) !== one.mark) continue;
      known.set(one.place, one.seen || "");
      choose(one.place, one.seen || "");
    }
    total();
  };

  const mark = () => {
    const waiting = new Set(queue.waiting(session).map((one) => one.place));
    const refused = new Map(queue.refused(session).map((one) => [one.place, one.detail]));
    for (const [place, row] of rows) {
      const told = row.querySelector(".kept");
      if (refused.has(place)) note(row, refused.get(place), "refused");
      else if (waiting.has(place)) note(row, "未上传", "waiting");
      else if (told && told.dataset.kind !== "overtaken") note(row, "");
    }
  };

  const choose = (place, value) => {
    for (const one of radios(place)) one.checked = one.value === value;
  };

  /* What others recorded meanwhile is shown, save where a tap of ours still waits. */
  const look = (sheet) => {
    const waiting = new Set(queue.waiting(session).map((one) => one.place));
    for (const child of sheet.children) {
      if (!rows.has(child.place) || waiting.has(child.place) || known.get(child.place) === child.mark) continue;
      known.set(child.place, child.mark);
      choose(child.place, child.mark);
    }
    total();
  };

  const taken = (said, items) => {
    takeBack(items.filter((one) => (said.unknown || []).includes(one.uid)));
    mark();
    for (const one of said.overtaken || []) {
      const at = new Date(one.recorded_at).toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });
      const now = SAID[known.get(one.place)];
      const row = rows.get(one.place);
      if (row) note(row, `${at}别处记的是“${SAID[one.mark]}”，您的“${now}”后收到，现在算“${now}”。不对请再点一次。`, "overtaken");
    }
  };

  const put = (place, value) => {
    if (!rows.has(place) || known.get(place) === value) return;
    if (!/^\d\d:\d\d$/.test(hour())) {
      choose(place, known.get(place));
      note(rows.get(place), "请先在下面写几点点的名，例如16:40，再点。", "refused");
      return;
    }
    note(rows.get(place), "");
    const seen = known.get(place);
    known.set(place, value);
    queue.add(session, { kind: "mark", place, mark: value, seen, day, time: hour(), typed: typed() });
    total();
  };

  const total = () => {
    const said = [...known.values()];
    const there = said.filter((one) => one === "present" || one === "late").length;
    const open = said.filter((one) => !one).length;
    if (count) count.textContent = `${said.length}人，到了${there}人${open ? `，${open}人还没有点` : ""}`;
    if (away) away.hidden = !there;
    remember(owner, session, day, known);
  };

  for (const one of queue.waiting(session)) if (one.kind === "mark") { known.set(one.place, one.mark); choose(one.place, one.mark); }
  form.addEventListener("change", (event) => {
    if (event.target.name.startsWith("mark-")) put(event.target.name.slice(5), event.target.value);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const rest = Boolean(event.submitter && event.submitter.name === "rest");
    for (const [place, row] of rows) {
      const chosen = radios(place).find((one) => one.checked);
      const mark = chosen ? chosen.value : rest ? (row.dataset.leave ? "leave" : "present") : "";
      if (!mark) continue;
      choose(place, mark);
      put(place, mark);
    }
    if (queue.waiting().length) queue.now();
    else tellState(line, queue, { trouble: "", full: false, sentAt: queue.sentAt || new Date() }, GOES_ON);
  });
  /* what was tapped before this script stood, or came back with a page that was refused */
  for (const place of rows.keys()) {
    const chosen = radios(place).find((one) => one.checked);
    if (chosen) put(place, chosen.value);
  }
  /* a kept page is older than what this device has sent since; the sheet, once it comes, knows best */
  const busy = new Set(queue.waiting(session).map((one) => one.place));
  for (const [place, value] of Object.entries(remembered(owner, session, day))) {
    if (rows.has(place) && !busy.has(place)) { known.set(place, value); choose(place, value); }
  }
  /* A roll opened in the morning cannot be called yet, perhaps without net by then: it opens itself. */
  const early = [...document.querySelectorAll("[data-early]")];
  const open = () => {
    const left = new Date(form.dataset.opens).getTime() - queue.clock();
    if (early.length && left > 0) return setTimeout(open, Math.min(left, 60000));
    for (const one of early) one.hidden = one.dataset.early === "until";
    return undefined;
  };
  total();
  queue.say("");
  queue.ask(session).then(() => { open(); return queue.send(); });
  keepCopies(owner);
};

if (form && line) begin();
