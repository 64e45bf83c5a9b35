/* copies.js: lets a page of a session be opened again without net, on this device, for half a day.
   The copy holds names: it goes at sign-out, when another account signs in, and when the server asks to sign in. */
import { takeOver } from "./queue.js";

const KNOWN = "xueyou.clubs-known.";

/* What the roll says as far as this device knows, by place; those of other days go. */
export const remember = (owner, session, day, known) => {
  try {
    localStorage.setItem(`${KNOWN}${owner}.${session}`, JSON.stringify({ day, marks: Object.fromEntries(known) }));
  } catch { /* full: a page opened again then shows what was kept with it */ }
};

export const remembered = (owner, session, day) => {
  for (const key of Object.keys(localStorage).filter((one) => one.startsWith(KNOWN))) {
    if (!key.startsWith(KNOWN + owner + ".") || JSON.parse(localStorage.getItem(key)).day !== day) localStorage.removeItem(key);
  }
  const text = localStorage.getItem(`${KNOWN}${owner}.${session}`);
  return text ? JSON.parse(text).marks : {};
};

/* Keep this page and `more` of the kind, with all they are made of. */
export const keepCopies = async (owner, more = []) => {
  await takeOver(owner);
  if (!navigator.serviceWorker) return;
  const worker = await navigator.serviceWorker.register("/clubs/sessions/worker.js", { scope: "/clubs/sessions/" }).catch(() => null);
  if (!worker) return;
  const ready = await navigator.serviceWorker.ready;
  const needed = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], script[src]")].map((one) => one.href || one.src);
  const modules = performance.getEntriesByType("resource").map((one) => one.name).filter((name) => name.includes("/static/"));
  const theirs = more.length ? ["roll.js", "leaving.js", "queue.js", "state.js", "copies.js"].map((name) => new URL(name, import.meta.url).href) : [];
  ready.active.postMessage({ pages: [location.pathname, ...more], needed: [...new Set([...needed, ...modules, ...theirs])] });
};
