/* save.js: keeps a page of the form as it is being filled in. Without script it is kept by 保存，继续. */
(() => {
  "use strict";
  const form = document.getElementById("page");
  const line = document.querySelector("#saved span");
  if (!form || !line) return;
  let last = new URLSearchParams(new FormData(form)).toString();
  let queue = Promise.resolve();
  let waiting = 0;

  const save = async () => {
    const held = new FormData(form);
    const text = new URLSearchParams(held).toString();
    if (text === last) return;
    line.textContent = "正在保存";
    try {
      const answer = await fetch(form.dataset.save, { method: "POST", body: held, credentials: "same-origin", redirect: "error" });
      if (answer.status === 204) {
        form.elements.revision.value = answer.headers.get("X-Revision");
        // What was typed while this save was on its way is not saved yet: compare with what was sent.
        held.set("revision", form.elements.revision.value);
        last = new URLSearchParams(held).toString();
        line.textContent = answer.headers.get("X-Saved") + "已自动保存，换手机也能接着填";
      } else {
        line.textContent = answer.status === 409 ? await answer.text() : "没存上，点“保存，继续”再存一次";
      }
    } catch {
      line.textContent = "网络断了，没存上。您写的还在这一页，连上以后再点“保存，继续”";
    }
  };
  form.addEventListener("change", () => {
    waiting += 1;
    queue = queue.then(save).finally(() => { waiting -= 1; });
  });
  // A save still on its way would meet the page itself: it is waited for, then the page goes.
  form.addEventListener("submit", (event) => {
    if (!waiting) return;
    event.preventDefault();
    const button = event.submitter;
    queue.then(() => form.requestSubmit(button));
  });
})();
