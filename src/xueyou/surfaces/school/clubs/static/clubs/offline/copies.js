/* copies.js: lets a page of a session be opened again without net, on this device, for half a day.
   The copy holds names: it goes at sign-out, when another account signs in, and when the server asks to sign in. */
import { takeOver } from "./queue.js";

export const keepCopies = async (owner) => {
  await takeOver(owner);
  if (!navigator.serviceWorker) return;
  const worker = await navigator.serviceWorker.register("/clubs/sessions/worker.js", { scope: "/clubs/sessions/" }).catch(() => null);
  if (!worker) return;
  const ready = await navigator.serviceWorker.ready;
  const needed = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((one) => one.href || one.src);
  const modules = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => name.includes("/static/"));
  ready.active.postMessage({ page: location.pathname, needed: [...new Set([...needed, ...modules])] });
};
