/* again.js: a page that waits for work elsewhere looks every few seconds, without moving under the
   reader, and goes on once the page has nothing left to wait for. Without script it is loaded anew. */
(() => {
  "use strict";
  const own = document.currentScript;
  const to = own.dataset.to || location.href;
  const look = async () => {
    try {
      const answer = await fetch(to, { credentials: "same-origin" });
      const waits = answer.ok || answer.status === 503; // 503: the waiting room
      const still = waits && (await answer.text()).includes("data-again");
      if (!still) return location.replace(to);
    } catch { /* no net: it looks again */ }
    return wait();
  };
  const wait = () => setTimeout(look, own.dataset.again * 1000);
  wait();
})();
