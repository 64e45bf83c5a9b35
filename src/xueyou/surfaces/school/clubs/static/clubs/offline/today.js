/* today.js: what waits on this device is sent; the rolls of today can be opened later without net.
   Whoever calls the rolls of a whole school opens them where there is net. */
import { Queue } from "./queue.js";
import { keepCopies } from "./copies.js";
import { tellState } from "./state.js";

const MOST = 8; /* more are not loaded ahead: the net and the server are everybody's */
const ALL_KEPT = "今天的点名照样能打开";
const SOME_KEPT = "打开过的点名照样能打开";
const line = document.getElementById("roll-state");

const begin = () => {
  const { owner } = line.dataset;
  const rolls = [...document.querySelectorAll("[aria-labelledby=now-h] a[href$='/roll/']")].map((one) => one.pathname);
  const many = rolls.length > MOST;
  const queue = new Queue(owner, (event) => {
    if (event.type === "state") tellState(line, queue, event, many ? SOME_KEPT : ALL_KEPT);
  });
  queue.say("");
  queue.send();
  keepCopies(owner, many ? [] : rolls);
};

if (line) begin();
