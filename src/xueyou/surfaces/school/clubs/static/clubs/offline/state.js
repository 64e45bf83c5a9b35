/* state.js: the one line that says what of this page has reached the server. */
import { othersWaiting } from "./queue.js";

const clock = (moment) => moment.toLocaleTimeString("zh-CN", { hour: "2-digit", minute: "2-digit", hour12: false });

/* Write the line; `line` is a role=status element, `goesOn` what can be done without net. */
export const tellState = (line, queue, { trouble, full, sentAt }, goesOn) => {
  const waiting = queue.waiting().length;
  const kept = full
    ? "这台设备存不下了，请不要关掉这一页，等它上传完。"
    : "都存在这台设备上，连上网会自己上传。";
  const others = othersWaiting(queue.owner);
  const words = [];
  if (waiting) {
    words.push(`未上传${waiting}条。`);
    if (trouble === "sending" || trouble === "") words.push("正在上传。");
    else if (trouble === "signed-out") words.push("登录已经过期。", kept);
    else if (trouble === "elsewhere") words.push("有的课不归您现在的单位点名，没有上传，也没有丢。请在“我的”里换回那所学校，再打开这一页；不再教这门课的，请告诉学校。");
    else if (trouble === "server") words.push("服务器暂时没有答复。", kept);
    else words.push(`没有网，${goesOn}。`, kept);
  } else if (sentAt) {
    words.push(`都上传了，${clock(sentAt)}。`);
  }
  if (!waiting && !navigator.onLine) words.push(`没有网，${goesOn}，连上网会自己上传。`);
  if (others) words.push(`这台设备上还有别的账号没上传的${others}条，请他登录后打开点名页。`);
  line.replaceChildren(words.join(""));
  line.dataset.waiting = String(waiting);
  line.dataset.trouble = waiting ? trouble : "";
  if (waiting && trouble === "signed-out") {
    const way = document.createElement("a");
    way.href = "/account/sign-in/?next=" + encodeURIComponent(location.pathname);
    way.textContent = "重新登录，再上传";
    line.append(way);
  }
};

/* A sentence beside one child, "" for none. */
export const note = (row, words, kind = "") => {
  let line = row.querySelector(":scope .kept");
  if (!line) {
    line = document.createElement("small");
    line.className = "kept";
    row.append(line);
  }
  line.dataset.kind = kind;
  line.textContent = words;
};
