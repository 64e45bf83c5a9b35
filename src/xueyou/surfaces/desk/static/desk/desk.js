/* desk.js: the check desk by keyboard. Every key presses what is on the page already.
   ↑ ↓ the file before and after in the list; 1 passes; 2 3 4 open their forms; / seeks; Z undoes. */
(() => {
  "use strict";
  const here = document.querySelector(".desk-wide tr[aria-selected=true]");
  if (here) here.scrollIntoView({ block: "nearest" });
  const links = [...document.querySelectorAll(".desk-wide .desk-open")];
  const at = links.findIndex((link) => link.hasAttribute("aria-current"));

  const typing = (target) =>
    target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName));

  function step(by) {
    const link = links[at + by];
    const page = document.querySelector(`.desk-pages a[rel=${by > 0 ? "next" : "prev"}]`);
    if (link) link.click();
    else if (page) page.click();
  }

  function press(key) {
    const found = document.querySelector(`[data-key="${key}"]`);
    if (!found) return false;
    if (found.tagName === "FORM") found.requestSubmit();
    else if (found.tagName === "DETAILS") {
      found.open = true;
      const first = found.querySelector("input:not([type=hidden]),textarea,select");
      if (first) first.focus();
    } else found.click();
    return true;
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && typing(event.target)) {
      event.target.blur();
      return;
    }
    if (typing(event.target)) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      step(event.key === "ArrowDown" ? 1 : -1);
    } else if (event.key === "/") {
      event.preventDefault();
      document.getElementById("q").focus();
    } else if (/^[1-4zZ]$/.test(event.key) && press(event.key.toLowerCase())) {
      event.preventDefault();
    }
  });
})();
