/* trying.js: drag a name to another class; what it would do is shown at once, in its place.
   Without script the two lists above do the same. Nothing is kept. */
(() => {
  "use strict";
  const KIND = "text/x-pupil";
  const form = () => document.getElementById("move");

  function ready() {
    for (const name of document.querySelectorAll("[data-code]")) name.draggable = true;
    form().addEventListener("submit", (event) => {
      event.preventDefault();
      send(event.submitter);
    });
  }

  async function send(pressed) {
    const said = new FormData(form(), pressed || undefined);
    try {
      const answer = await fetch(form().action || location.href, { method: "POST", body: said });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const trial = page.getElementById("trial");
      if (!trial) throw new Error("another page");
      document.getElementById("trial").replaceWith(document.adoptNode(trial));
      ready();
    } catch {
      HTMLFormElement.prototype.submit.call(form()); /* the whole page says what happened */
    }
  }

  const over = (event) => event.target instanceof Element && event.target.closest("[data-class]");

  document.addEventListener("dragstart", (event) => {
    const name = event.target instanceof Element && event.target.closest("[data-code]");
    if (!name) return;
    event.dataTransfer.setData(KIND, name.dataset.code);
    event.dataTransfer.effectAllowed = "move";
  });
  document.addEventListener("dragover", (event) => {
    const place = over(event);
    if (!place || !event.dataTransfer.types.includes(KIND)) return;
    event.preventDefault();
    place.classList.add("aimed");
  });
  document.addEventListener("dragleave", (event) => {
    const place = over(event);
    if (place && !place.contains(event.relatedTarget)) place.classList.remove("aimed");
  });
  document.addEventListener("drop", (event) => {
    const place = over(event);
    if (!place) return;
    event.preventDefault();
    place.classList.remove("aimed");
    form().elements.namedItem("code").value = event.dataTransfer.getData(KIND);
    form().elements.namedItem("to_class").value = place.dataset.class;
    send(null);
  });
  ready();
})();
