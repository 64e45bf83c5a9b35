/* looking.js: what runs inside a page under test. */
const said = (e) => {
  const box = e.getBoundingClientRect();
  return `${e.tagName}.${e.className} “${e.textContent.trim().slice(0, 20)}” `
    + `${Math.round(box.width)}×${Math.round(box.height)} to ${Math.round(box.right)}`;
};

/* Elements that reach past the right edge, where the page can be scrolled sideways at all. */
const sideways = () => {
  const most = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= most) return [];
  const past = (e) => e.getBoundingClientRect().right > most + 1;
  return [...document.querySelectorAll("body *")].filter(past).slice(0, 5).map(said);
};

/* Targets inside a sentence are exempt (WCAG 2.5.8): a line of text cannot be 44 px high. */
const tooSmall = (least) => {
  const sentence = ".doc p, .doc h2, .doc h3, .doc h4, .doc td, .prose p, .prose li, .vh";
  const small = (e) => {
    if (e.closest(sentence) || e.matches(".skip, .vh, [type=hidden]")) return false;
    const style = getComputedStyle(e);
    // A box or dot inside its label is pressed anywhere on the label.
    const pressed = e.matches("[type=checkbox], [type=radio]") ? e.closest("label") || e : e;
    const box = pressed.getBoundingClientRect();
    if (!box.width || !box.height || style.visibility === "hidden") return false;
    if (style.display === "inline" && e.tagName === "A") return false;
    return box.height < least - 0.5 || box.width < least - 0.5;
  };
  const targets = "a, button, input, select, textarea, summary, label.btn";
  return [...document.querySelectorAll(targets)].filter(small).map(said);
};
