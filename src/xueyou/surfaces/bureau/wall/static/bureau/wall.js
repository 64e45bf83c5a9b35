/* wall.js: htmx asks every minute what hangs there; this tells when it was last heard, and says so
   when nobody answers. The picture stays as it was until somebody does. */
(() => {
  "use strict";
  const seen = document.getElementById("seen");
  const lost = document.getElementById("lost");
  if (!seen || !lost) return;

  const heard = (at) => {
    lost.hidden = true;
    if (at) seen.textContent = at;
  };

  const unheard = () => {
    lost.querySelector("b").textContent = seen.textContent;
    lost.hidden = false;
  };

  document.addEventListener("htmx:after:request", (event) => {
    const { status, headers } = event.detail.ctx.response;
    if (status < 400) heard(headers.get("X-Business-Time"));
    else unheard();
  });
  document.addEventListener("htmx:error", unheard);
})();
