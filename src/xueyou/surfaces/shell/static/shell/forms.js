/* forms.js: what a form does once script is there. Every form works without it.
   data-busy="正在提交": the button that was pressed keeps its width and says so; a second press does nothing. */
(() => {
  "use strict";
  const cookie = (name) =>
    (document.cookie.split("; ").find((part) => part.startsWith(name + "=")) || "").slice(name.length + 1);

  document.addEventListener("htmx:config:request", (event) => {
    const request = event.detail.ctx.request;
    if (request.method !== "GET") request.headers["X-CSRFToken"] = cookie("csrftoken");
  });

  // Signing out empties this device. What the server does not have yet is told first, once.
  const unsent = () => {
    let count = 0;
    try {
      for (const key of Object.keys(localStorage)) {
        if (key.startsWith("xueyou.clubs.")) count += JSON.parse(localStorage.getItem(key)).items.length;
      }
    } catch { /* storage is closed to us: then nothing is kept in it either */ }
    return count;
  };
  const empty = () => {
    try { localStorage.clear(); } catch { /* as above */ }
    if (window.caches) caches.keys().then((names) => names.forEach((name) => caches.delete(name)));
  };
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form.getAttribute("action") || "").endsWith("/account/sign-out/")) return;
    const count = unsent();
    if (!count || form.dataset.told) return empty();
    event.preventDefault();
    form.dataset.told = "yes";
    const told = document.createElement("p");
    told.className = "say slow";
    told.setAttribute("role", "alert");
    told.textContent = `这台设备上还有${count}条点名没有上传，退出就没有了。请先连上网，打开点名页传完；不要了，就再点一次退出。`;
    form.classList.add("stack");
    form.prepend(told);
  });

  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (event.defaultPrevented || !button || !button.dataset.busy) return;
    if (button.getAttribute("aria-busy") === "true") {
      event.preventDefault();
      return;
    }
    button.style.minWidth = button.offsetWidth + "px";
    button.dataset.rest = button.textContent;
    button.setAttribute("aria-busy", "true");
    button.textContent = button.dataset.busy;
  });

  // Coming back by the back button brings the page from memory: the button must be pressable again.
  window.addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("[aria-busy=true][data-rest]")) {
      button.removeAttribute("aria-busy");
      button.textContent = button.dataset.rest;
    }
  });

  const errors = document.querySelector(".errors[tabindex]");
  if (errors) errors.focus();
})();
