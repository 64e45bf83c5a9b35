/* papers.js: makes a large photograph smaller before it is sent. Without script it is sent as it is. */
(() => {
  "use strict";
  const form = document.getElementById("paper");
  if (!form || !window.createImageBitmap || !window.DataTransfer) return;
  const SIDE = 2000;
  const SMALL = 900 * 1024;

  const smaller = async (file) => {
    const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
    const scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    picture.close();
    return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
  };

  const shrink = async (input) => {
    const file = input.files[0];
    if (!file || file.size < SMALL || !file.type.startsWith("image/")) return;
    try {
      const made = await smaller(file);
      if (!made || made.size >= file.size) return;
      const held = new DataTransfer();
      held.items.add(new File([made], "photo.jpg", { type: "image/jpeg" }));
      input.files = held.files;
    } catch {
      // What the browser cannot open is sent as it is, and the server says what it is.
    }
  };

  // A photograph that is still being made smaller is waited for.
  let working = Promise.resolve();
  let left = 0;
  form.addEventListener("change", (event) => {
    if (event.target.type !== "file") return;
    left += 1;
    working = working.then(() => shrink(event.target)).finally(() => { left -= 1; });
  });
  form.addEventListener("submit", (event) => {
    if (!left) return;
    event.preventDefault();
    const button = event.submitter;
    working.then(() => form.requestSubmit(button));
  });
})();
