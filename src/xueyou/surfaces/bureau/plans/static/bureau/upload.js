/* upload.js: dropping a file onto the sheet, its name, and its size said before it is sent. */
(() => {
  "use strict";
  const form = document.querySelector("[data-upload]");
  if (!form) return;
  const drop = form.querySelector("[data-drop]");
  const input = form.querySelector("input[type=file]");
  const chosen = form.querySelector("[data-chosen]");
  const tooLarge = form.querySelector("[data-too-large]");
  form.querySelector("[data-drop-words]").hidden = !window.matchMedia("(hover:hover)").matches;
  form.querySelector("[data-pick]").hidden = false;
  input.classList.add("vh");

  const show = () => {
    const file = input.files[0];
    const over = Boolean(file) && file.size > Number(form.dataset.most);
    chosen.textContent = file ? `${file.name}　${words(file.size)}` : "";
    tooLarge.hidden = !over;
  };
  const words = (bytes) =>
    bytes < 1024 * 1024 ? `${Math.max(1, Math.round(bytes / 1024))} KB` : `${(bytes / 1024 / 1024).toFixed(1)} MB`;

  input.addEventListener("change", show);
  form.addEventListener("submit", (event) => {
    show();
    if (tooLarge.hidden) return;
    event.preventDefault();
    input.focus();
  }, true);
  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.dataset.over = "";
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => delete drop.dataset.over);
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length !== 1) {
      chosen.textContent = "一次只交一份，请再拖一次。";
      return;
    }
    input.files = event.dataTransfer.files;
    show();
  });
})();
