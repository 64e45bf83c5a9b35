/* witness.js: seals a witness's line where he writes it; nothing is sent or kept. */
(() => {
  "use strict";
  const line = document.getElementById("line");
  const seal = document.getElementById("seal");
  const said = document.getElementById("said");
  if (!line || !seal || !said) return;
  const LEAST = Number(line.dataset.least);

  /* One writing, as the platform reads it: letters and digits, nothing else. */
  const folded = text => Array.from(
    text.normalize("NFKC").toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ").matchAll(/[\p{L}\p{N}]/gu),
    one => one[0],
  );

  const hex = bytes => Array.from(new Uint8Array(bytes), one => one.toString(16).padStart(2, "0")).join("");

  line.addEventListener("input", async () => {
    const signs = folded(line.value);
    seal.textContent = "";
    if (!globalThis.crypto?.subtle) {
      said.textContent = "这个浏览器在这里算不了。请换一个新一点的浏览器，从 https 开头的地址打开。";
      return;
    }
    if (signs.length < LEAST) {
      said.textContent = `现在${signs.length}个字，要${LEAST}个以上，别人才试不出来。空格和标点不算。`;
      return;
    }
    const written = line.value;
    const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode("xueyou-witness/1\n" + signs.join("")));
    if (line.value !== written) return;
    seal.textContent = hex(digest);
    said.textContent = "算好了。把下面的摘要交给学校，这句话自己收好。";
  });
})();
