/* review.js: moving through what was read without loading the document again, and by keyboard.
   Every link works without it; with it, only the panel is fetched and the marks move. */
(() => {
  "use strict";
  const main = document.querySelector("[data-review]");
  if (!main) return;
  const doc = main.querySelector(".doc");
  const roomy = window.matchMedia("(min-width:900px)");
  const large = document.documentElement.dataset.size === "large";
  const wide = { get matches() { return roomy.matches && !large; } };
  const dialog = document.getElementById("keys");
  const bar = document.querySelector("[data-keybar]");
  const off = dialog.querySelector("[data-keys-off]");
  let asked = 0;

  const panel = () => document.getElementById("panel");
  const marks = (key) => [...doc.querySelectorAll("[data-keys]")].filter((mark) => mark.dataset.keys.split(" ").includes(key));

  function mark(key) {
    for (const old of doc.querySelectorAll(".now")) old.classList.remove("now");
    for (const number of doc.querySelectorAll("sup")) {
      if (number.dataset.rest !== undefined) number.textContent = number.dataset.rest;
      delete number.dataset.rest;
      if (number.dataset.made) number.remove();
    }
    const found = marks(key);
    for (const each of wordsOfLines()) each.classList.add("now");
    for (const each of found) {
      each.classList.add("now");
      const block = each.closest(".blk");
      if (block && !block.classList.contains("scroll")) block.classList.add("now");
    }
    number();
    const first = found[0] || document.getElementById("i-" + key);
    if (first && wide.matches) first.scrollIntoView({ block: "center", behavior: "auto" });
  }

  /* Words that the lines of the panel come from, also outside the item's own: title, units. */
  function wordsOfLines() {
    const spans = [...panel().querySelectorAll("[data-show]")].map((link) => [Number(link.dataset.show), Number(link.dataset.until)]);
    return [...doc.querySelectorAll("[data-start]")].filter((each) =>
      spans.some(([start, end]) => start <= Number(each.dataset.start) && Number(each.dataset.start) < end));
  }

  function number() {
    for (const link of panel().querySelectorAll("[data-show]")) {
      const last = doc.querySelector(`[data-start="${CSS.escape(link.dataset.show)}"]`);
      if (!last) continue;
      let sup = last.querySelector("sup");
      if (sup && (sup.dataset.made || sup.dataset.rest !== undefined)) continue;
      if (sup) {
        sup.dataset.rest = sup.textContent;
      } else {
        sup = document.createElement("sup");
        sup.dataset.made = "yes";
        last.append(sup);
      }
      sup.textContent = link.textContent.trim();
    }
  }

  async function go(url, push) {
    const turn = ++asked;
    const answer = await fetch(url.split("#")[0], { headers: { "HX-Request": "true" }, credentials: "same-origin" });
    if (turn !== asked) return;
    const words = await answer.text();
    if (!answer.ok || answer.redirected) {
      window.location.assign(url);
      return;
    }
    const template = document.createElement("template");
    template.innerHTML = words;
    const fresh = template.content.querySelector("#panel");
    if (fresh.dataset.part !== main.dataset.part && fresh.dataset.item) {
      window.location.assign(url);
      return;
    }
    panel().replaceWith(fresh);
    main.dataset.view = fresh.dataset.view;
    if (push) history.pushState({ review: true }, "", url);
    if (fresh.dataset.item) mark(fresh.dataset.item);
    if (!wide.matches) window.scrollTo(0, 0);
    fresh.focus({ preventScroll: true });
  }

  main.addEventListener("click", (event) => {
    const words = event.target.closest("span[data-item]");
    if (words && !event.target.closest("a") && !window.getSelection().toString()) {
      go("?item=" + encodeURIComponent(words.dataset.item), true);
      return;
    }
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    if (link.dataset.show && wide.matches) {
      event.preventDefault();
      show(link.dataset.show);
    } else if (link.dataset.whole !== undefined && wide.matches) {
      event.preventDefault();
      whole();
    } else if (link.getAttribute("href").startsWith("?") && (wide.matches || link.closest("#panel"))) {
      if (link.href.includes("part=") || (!wide.matches && link.href.includes("view=text"))) return;
      event.preventDefault();
      go(link.href, true);
    }
  });
  window.addEventListener("popstate", () => go(window.location.href, false));

  function show(start) {
    const found = [...doc.querySelectorAll(`[data-start="${CSS.escape(start)}"]`)].pop();
    if (!found) return;
    found.scrollIntoView({ block: "center" });
    found.tabIndex = found.matches("a") ? 0 : -1;
    found.focus({ preventScroll: true });
  }

  function whole() {
    main.classList.toggle("whole");
    doc.focus({ preventScroll: true });
    centre();
  }

  function centre() {
    const first = marks(panel().dataset.item)[0];
    if (first) first.scrollIntoView({ block: "center" });
  }

  const press = (selector) => {
    const link = document.querySelector(selector);
    if (link) link.click();
    return Boolean(link);
  };
  const keys = {
    j: () => press("#after"),
    k: () => press("#before"),
    l: () => press("#all"),
    e: () => press("#export"),
    " ": () => whole(),
    "?": () => dialog.showModal(),
    "/": () => {
      const box = document.getElementById("q");
      if (box && box.offsetParent) box.focus();
      else press("#all");
    },
    Escape: () => main.classList.remove("whole"),
  };
  const silent = () => window.localStorage.getItem("xueyou-keys") === "off";

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open) return;
    if (event.target.closest("input,select,textarea,summary,button")) return;
    if (silent() && event.key !== "?") return;
    if (/^[1-9]$/.test(event.key)) {
      const line = [...panel().querySelectorAll("[data-show]")].find((link) => link.textContent.trim() === event.key);
      if (line) show(line.dataset.show);
      return;
    }
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });

  off.checked = silent();
  off.addEventListener("change", () => window.localStorage.setItem("xueyou-keys", off.checked ? "off" : "on"));
  if (bar) bar.hidden = false;
  if (wide.matches) centre();
})();
