/* settlements.js: going through the lines by keyboard. Every button works without it. */
(() => {
  "use strict";
  const lines = [...document.querySelectorAll("[data-line]")];
  if (!lines.length) return;
  let at = -1;

  const here = () => {
    const found = lines.indexOf(document.activeElement?.closest("[data-line]"));
    return found >= 0 ? found : at;
  };
  const go = (to) => {
    at = Math.max(0, Math.min(lines.length - 1, to));
    lines[at].focus({ preventScroll: true });
    lines[at].scrollIntoView({ block: "center" });
  };
  const press = (key) => {
    const found = here() >= 0 && lines[here()].querySelector(`[data-key="${key}"]`);
    if (found) found.click();
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input,select,textarea");
    if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key.toLowerCase();
    if (key === "j") go(here() + 1);
    else if (key === "k") go(here() - 1);
    else if (key === "n") {
      const next = lines.findIndex((line, number) => number > here() && line.classList.contains("waits"));
      if (next >= 0) go(next);
    } else if (key === "s" || key === "d") press(key);
    else return;
    event.preventDefault();
  });
  if (location.hash.startsWith("#l-")) {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (target) go(lines.indexOf(target));
  }
})();
