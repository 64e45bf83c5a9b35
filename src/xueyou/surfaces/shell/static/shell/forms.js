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
