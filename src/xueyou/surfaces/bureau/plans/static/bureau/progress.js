/* progress.js: htmx brings how far the reading has come; this moves the bar there, never past it and
   never back, and goes on to the document once it is read. Without script the page comes anew. */
(() => {
  "use strict";
  const section = document.getElementById("progress");
  const moving = () => document.getElementById("moving");
  if (!section || !moving() || section.querySelector("[role=progressbar]") === null) return;
  const bar = section.querySelector("[role=progressbar]");
  const number = section.querySelector(".percent");
  const still = window.matchMedia("(prefers-reduced-motion:reduce)").matches;
  const LENGTH = 300;
  let shown = Number(section.dataset.percent);
  let turn = 0;

  const draw = (value) => {
    shown = value;
    section.dataset.percent = value;
    number.textContent = `${value}%`;
    bar.setAttribute("aria-valuenow", value);
    bar.style.setProperty("--v", `${value}%`);
  };

  const arrived = (state) => {
    if (state !== "waiting" && state !== "reading") window.location.reload();
  };

  const move = () => {
    const mine = ++turn;
    const { state, read } = moving().dataset;
    const from = shown;
    const to = Math.max(from, Number(read));
    const start = performance.now();
    section.dataset.jobState = state;
    const step = (now) => {
      if (mine !== turn) return;
      const share = still ? 1 : Math.min(1, (now - start) / LENGTH);
      const value = Math.floor(from + (to - from) * share);
      if (value > shown) draw(value);
      if (share < 1) requestAnimationFrame(step);
      else arrived(state);
    };
    requestAnimationFrame(step);
  };

  new MutationObserver((changes) => {
    if (changes.some((change) => [...change.addedNodes].includes(moving()))) move();
  }).observe(section, { childList: true, subtree: true });
})();
