/* desk.js: deciding by keyboard without loading the document again.
   Every form and link works without it; with it only the panel, the counts and the marks change. */
(() => {
  "use strict";
  const main = document.querySelector("[data-desk]");
  if (!main) return;
  const doc = main.querySelector(".doc");
  const large = document.documentElement.dataset.size === "large";
  const roomy = window.matchMedia("(min-width:900px)");
  const wide = () => roomy.matches && !large;
  const dialog = document.getElementById("keys");
  const off = dialog.querySelector("[data-keys-off]");
  const SWAPPED = ["desk-head", "desk-count", "panel", "desk-foot"];
  let asked = 0;
  let busy = false;

  const panel = () => document.getElementById("panel");
  const marksOf = (key) => [...doc.querySelectorAll("[data-keys]")].filter((each) => each.dataset.keys.split(" ").includes(key));

  /* The words of the item at hand, and those that the panel's lines come from. */
  function mark() {
    for (const old of doc.querySelectorAll(".now")) old.classList.remove("now");
    for (const made of doc.querySelectorAll("sup")) made.remove();
    const here = marksOf(panel().dataset.item);
    for (const each of here) {
      each.classList.add("now");
      const block = each.closest(".blk");
      if (block && !block.classList.contains("scroll")) block.classList.add("now");
    }
    for (const link of panel().querySelectorAll("[data-show]")) {
      const start = Number(link.dataset.show), until = Number(link.dataset.until);
      const words = [...doc.querySelectorAll("[data-start]")].filter((each) => start <= Number(each.dataset.start) && Number(each.dataset.start) < until);
      for (const each of words) each.classList.add("now");
      const first = words.find((each) => Number(each.dataset.start) === start);
      if (first && !first.querySelector("sup")) {
        const sup = document.createElement("sup");
        sup.textContent = link.textContent.trim();
        first.append("\u2060", sup);
      }
    }
    if (here[0] && (wide() || main.dataset.view === "text")) here[0].scrollIntoView({ block: "center", behavior: "auto" });
  }

  /* Shapes in the margin: what is settled, what wants a look. */
  function shapes() {
    for (const pair of panel().dataset.marks.split(";")) {
      const [id, shape] = pair.split(" ");
      const place = doc.querySelector(`#${CSS.escape(id)}>.at`);
      if (!place) continue;
      let tag = place.querySelector(".tag");
      if (!shape) {
        if (tag) tag.remove();
        continue;
      }
      if (!tag) {
        tag = document.createElement("span");
        place.append(tag);
      }
      tag.className = "tag " + shape;
    }
  }

  function swap(words, url, push) {
    const template = document.createElement("template");
    template.innerHTML = words;
    const fresh = template.content.getElementById("panel");
    if (!fresh || fresh.dataset.part !== main.dataset.part) {
      window.location.assign(url);
      return;
    }
    for (const id of SWAPPED) {
      const old = document.getElementById(id);
      const now = template.content.getElementById(id);
      if (old && now) old.replaceWith(now);
    }
    main.dataset.view = panel().dataset.view;
    if (push) history.pushState({ desk: true }, "", url);
    shapes();
    mark();
    const wrong = document.getElementById("errors");
    const first = panel().querySelector(".editing .input,[name=into]");
    (wrong || first || panel()).focus({ preventScroll: wide() });
    if (!wide()) panel().scrollIntoView({ block: "start" });
  }

  async function load(url, options, push) {
    const turn = ++asked;
    panel().setAttribute("aria-busy", "true");
    busy = true;
    try {
      const answer = await fetch(url.split("#")[0], { ...options, headers: { "HX-Request": "true" }, credentials: "same-origin" });
      if (turn !== asked) return;
      const fine = answer.ok || answer.status === 409 || answer.status === 422;
      const words = await answer.text();
      if (!fine || !words.includes('id="panel"')) {
        window.location.reload();
        return;
      }
      swap(words, answer.redirected ? answer.url : options.method ? window.location.href : url, push && (answer.redirected || !options.method));
    } catch {
      panel().removeAttribute("aria-busy");
      say("没连上，刚才这一下没有记下。请再按一次。");
    } finally {
      busy = false;
    }
  }

  function say(words) {
    const line = document.querySelector("#desk-foot .push");
    if (line) line.textContent = words;
  }

  main.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.decide === undefined) return;
    event.preventDefault();
    if (busy) return;
    load(form.action, { method: "POST", body: new FormData(form) }, true);
  });

  document.addEventListener("click", (event) => {
    const words = event.target.closest(".doc span[data-item]");
    if (words && !event.target.closest("a") && !window.getSelection().toString()) {
      load("?tab=all&item=" + encodeURIComponent(words.dataset.item), {}, true);
      return;
    }
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    const address = link.getAttribute("href") || "";
    if (link.dataset.show) {
      event.preventDefault();
      show(link.dataset.show);
    } else if (address.startsWith("?") && !address.includes("part=") && !address.includes("do=text")) {
      event.preventDefault();
      load(address.startsWith("?item=") && link.closest(".doc") ? address.replace("#", "&tab=all#") : address, {}, true);
    }
  });
  window.addEventListener("popstate", () => load(window.location.href, {}, false));

  function show(start) {
    const found = [...doc.querySelectorAll(`[data-start="${CSS.escape(start)}"]`)].pop();
    if (!found) return;
    found.scrollIntoView({ block: "center" });
    found.tabIndex = found.matches("a") ? 0 : -1;
    found.focus({ preventScroll: true });
  }

  function whole() {
    main.classList.toggle("whole");
    const first = marksOf(panel().dataset.item)[0];
    doc.focus({ preventScroll: true });
    if (first) first.scrollIntoView({ block: "center" });
  }

  const press = (selector) => {
    const found = document.querySelector(selector);
    if (found) found.click();
    return Boolean(found);
  };
  const send = (letter) => {
    const form = panel().querySelector(`form[data-decide="${letter}"]`);
    if (form) form.requestSubmit();
    return Boolean(form);
  };
  const keys = {
    a: () => send("A") || press('#panel [data-mode="A"]'),
    e: () => press('#panel [data-mode="E"]'),
    m: () => send("M") || press('#panel [data-mode="M"]'),
    s: () => press('#panel [data-mode="S"]'),
    r: () => send("R"),
    z: () => send("Z"),
    j: () => press("#after"),
    k: () => press("#before"),
    l: () => press("#all"),
    " ": () => whole(),
    "?": () => dialog.showModal(),
    Escape: () => {
      if (!press("#panel [data-back]")) main.classList.remove("whole");
    },
  };
  const silent = () => window.localStorage.getItem("xueyou-keys") === "off";

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || dialog.open || event.repeat) return;
    const typing = event.target.closest("input:not([type=radio]),select,textarea");
    if (typing && event.key === "Escape") event.target.blur();
    if (typing && event.key !== "Escape") return;
    if (event.target.closest("summary,button,a,input") && (event.key === " " || event.key === "Enter")) return;
    if (silent() && event.key !== "?") return;
    if (/^[1-9]$/.test(event.key)) {
      const line = [...panel().querySelectorAll("[data-show]")].find((link) => link.textContent.trim() === event.key);
      if (line) show(line.dataset.show);
      return;
    }
    const act = keys[event.key.length === 1 ? event.key.toLowerCase() : event.key];
    if (!act || busy) return;
    event.preventDefault();
    act();
  });

  off.checked = silent();
  off.addEventListener("change", () => window.localStorage.setItem("xueyou-keys", off.checked ? "off" : "on"));
  mark();
  const wrong = document.getElementById("errors");
  if (wrong) wrong.focus();
})();
