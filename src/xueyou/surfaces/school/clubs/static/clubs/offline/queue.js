/* queue.js: marks and hand-overs wait on this device until the server has them.
   Kept under the account that made them, by uids alone (no name), in localStorage; signing out empties it.
   What is sent is written down first and sent again unchanged, under the same key, until it is answered. */

const PREFIX = "xueyou.clubs.";
const OWNER = "xueyou.clubs-owner";
const PAUSES = [2000, 5000, 15000, 30000, 60000];
const AT_ONCE = 500;
const SMALL = 90000;
/* The day of a moment is the city's. */
const ZONE = "+08:00";

export const uuid = () =>
  crypto.randomUUID
    ? crypto.randomUUID()
    : "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) =>
        (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

const cookie = (name) =>
  (document.cookie.split("; ").find((part) => part.startsWith(name + "=")) || "").slice(name.length + 1);

const empty = () => ({ items: [], sending: null, refused: [] });

/* Count what other accounts have left on this device. */
export const othersWaiting = (owner) => {
  let count = 0;
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith(PREFIX) && !key.startsWith(PREFIX + owner + ".")) {
      count += JSON.parse(localStorage.getItem(key)).items.length;
    }
  }
  return count;
};

/* Somebody else is signed in now: pages kept for the one before go. */
export const takeOver = async (owner) => {
  if (localStorage.getItem(OWNER) === owner) return;
  if (window.caches) await caches.delete("clubs-pages");
  localStorage.setItem(OWNER, owner);
};

/* `tell(event)` is called with {type: "state", …} after every change, and with
   {type: "sheet"|"taken"|"refused", session, …} for what the page shows beside a child. */
export class Queue {
  constructor(owner, tell) {
    this.owner = owner;
    this.tell = tell;
    this.offset = null;
    this.tries = 0;
    this.timer = 0;
    this.busy = false;
    this.again = false;
    this.full = false;
    this.trouble = "";
    this.sentAt = null;
    this.memory = {};
    this.elsewhere = new Set(); // sessions that are not his as whom he acts now: their marks wait
    window.addEventListener("online", () => this.now());
    window.addEventListener("offline", () => this.say("offline"));
    document.addEventListener("visibilitychange", () => document.hidden || this.now());
  }

  /* ── what is kept ── */
  key(session) { return PREFIX + this.owner + "." + session; }

  read(session) {
    if (this.memory[session]) return this.memory[session];
    const text = localStorage.getItem(this.key(session));
    return text ? JSON.parse(text) : empty();
  }

  write(session, state) {
    const nothing = !state.items.length && !state.sending && !state.refused.length;
    try {
      if (nothing) localStorage.removeItem(this.key(session));
      else localStorage.setItem(this.key(session), JSON.stringify(state));
      delete this.memory[session];
      this.full = Object.keys(this.memory).length > 0;
    } catch {
      this.memory[session] = state; // told by the page: it must stay open until this is sent
      this.full = true;
    }
  }

  sessions() {
    const head = PREFIX + this.owner + ".";
    const kept = Object.keys(localStorage).filter((key) => key.startsWith(head)).map((key) => key.slice(head.length));
    return [...new Set([...kept, ...Object.keys(this.memory)])].sort();
  }

  waiting(session) {
    const asked = session ? [session] : this.sessions();
    return asked.flatMap((one) => this.read(one).items);
  }

  refused(session) { return this.read(session).refused; }

  /* item: {kind: "mark"|"hand", place, …}; uid and moment are added here. */
  add(session, item) {
    const state = this.read(session);
    state.refused = state.refused.filter((one) => one.place !== item.place);
    state.items.push({ uid: uuid(), at: Date.now(), ...item });
    this.write(session, state);
    this.say(this.trouble);
    this.soon(item.kind === "mark" ? 600 : 0);
  }

  /* ── sending ── */
  soon(pause) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send(), pause);
  }

  now() { this.tries = 0; this.elsewhere.clear(); this.soon(0); }

  later(trouble, pause) {
    this.soon(pause || PAUSES[Math.min(this.tries, PAUSES.length - 1)]);
    this.tries += 1;
    this.say(trouble);
    return false;
  }

  say(said) {
    const trouble = said || (this.elsewhere.size ? "elsewhere" : "");
    this.trouble = trouble;
    this.tell({ type: "state", trouble, full: this.full, sentAt: this.sentAt });
  }

  async send() {
    if (this.busy) {
      this.again = true;
      return;
    }
    this.busy = true;
    this.again = false;
    try {
      while (this.next() && (await this.step())) this.tries = 0;
    } finally {
      this.busy = false;
      if (this.again) this.soon(0);
    }
  }

  next() {
    return this.sessions().find((one) => !this.elsewhere.has(one) && this.read(one).items.length);
  }

  async step() {
    const session = this.next();
    if (this.offset === null) return this.ask(session);
    const state = this.read(session);
    if (!state.sending) {
      state.sending = this.prepared(session, state.items);
      this.write(session, state);
    }
    const { path, key, body, uids } = state.sending;
    this.say("sending");
    let answer;
    try {
      answer = await fetch(path, {
        method: "POST", credentials: "same-origin", redirect: "error", body,
        headers: { "Content-Type": "application/json", "Idempotency-Key": key, "X-CSRFToken": cookie("csrftoken") },
      });
    } catch {
      return this.later("offline");
    }
    return this.answered(session, uids, answer);
  }

  prepared(session, items) {
    const marks = items.filter((one) => one.kind === "mark").slice(0, AT_ONCE);
    const base = "/api/v1/clubs/sessions/" + session;
    if (marks.length) {
      const lines = marks.map((one) => ({
        uid: one.uid, place: one.place, mark: one.mark, seen: one.seen, client_time: this.moment(one),
      }));
      return this.parcel(base + "/roll", marks, { client_time: this.moment({ at: Date.now() }), marks: lines });
    }
    const [one] = items;
    return this.parcel(base + "/hand-overs", [one], this.handOver(one));
  }

  handOver(one) {
    return {
      uid: one.uid, place: one.place, guardian: one.guardian || null, collector: one.collector || null,
      code: one.code || "", late_minutes: one.late || 0, client_time: this.moment(one),
    };
  }

  parcel(path, items, said) {
    return { path, key: uuid(), uids: items.map((one) => one.uid), body: JSON.stringify(said) };
  }

  /* What the server's clock says now, as far as it is known. */
  clock() { return Date.now() + (Math.abs(this.offset || 0) < SMALL ? 0 : this.offset); }

  /* When it happened: the hour that was typed, else the device's own, put right by the server's clock. */
  moment(one) {
    const put = new Date(one.at + (Math.abs(this.offset || 0) < SMALL ? 0 : this.offset));
    if (!one.day) return put.toISOString();
    const there = new Date(put.getTime() + 8 * 3600000).toISOString().slice(0, 10);
    return one.typed || there !== one.day ? `${one.day}T${one.time}:00${ZONE}` : put.toISOString();
  }

  async answered(session, uids, answer) {
    if (answer.status === 401) return this.later("signed-out", 60000);
    if (answer.status === 429) return this.later("server", 61000);
    if (answer.status >= 500 || answer.status === 403) return this.later("server");
    if (answer.status === 404) return this.lost(session);
    const said = await answer.json().catch(() => ({}));
    if (answer.ok ? !said.server_time : !said.code) return this.later("server"); // somebody on the way answered
    const state = this.read(session);
    const gone = state.items.filter((one) => uids.includes(one.uid));
    state.sending = null;
    if (said.code !== "key_reused") state.items = state.items.filter((one) => !uids.includes(one.uid));
    if (answer.ok) {
      const strangers = gone.filter((one) => (said.unknown || []).includes(one.uid));
      for (const one of strangers) state.refused.push({ place: one.place, detail: "今天不参加这门课，没有登记。" });
      this.sentAt = new Date();
    } else if (said.code !== "key_reused") {
      for (const one of gone) state.refused.push({ place: one.place, kind: one.kind, detail: said.detail });
    }
    this.write(session, state);
    this.tell({ type: answer.ok ? "taken" : "refused", session, items: gone, said });
    this.say("");
    return true;
  }

  /* Ask for the sheet: what the roll says now, and the server's clock. */
  async ask(session) {
    let answer;
    try {
      answer = await fetch(`/api/v1/clubs/sessions/${session}/roll`, { credentials: "same-origin", redirect: "error" });
    } catch {
      return this.later("offline");
    }
    if (answer.status === 401) return this.later("signed-out", 60000);
    if (answer.status === 404) return this.lost(session);
    if (!answer.ok) return this.later("server");
    const sheet = await answer.json().catch(() => ({}));
    if (!sheet.server_time) return this.later("server");
    this.offset = new Date(sheet.server_time).getTime() - Date.now();
    this.tell({ type: "sheet", session, sheet });
    this.say("");
    return true;
  }

  /* The session is not his as whom he acts now, perhaps as nobody any more: nothing is thrown away. */
  lost(session) {
    this.elsewhere.add(session);
    this.say("");
    return true;
  }

  /* A code can only be checked there: sent at once, never kept on the device. */
  async codeNow(session, item) {
    const one = { uid: uuid(), at: Date.now(), ...item };
    if (this.offset === null && !(await this.ask(session))) return { trouble: this.trouble === "signed-out" ? "signed-out" : "offline" };
    const { path, key, body } = this.parcel(`/api/v1/clubs/sessions/${session}/hand-overs`, [one], this.handOver(one));
    for (let tries = 0; tries < 2; tries += 1) {
      try {
        const answer = await fetch(path, {
          method: "POST", credentials: "same-origin", redirect: "error", body,
          headers: { "Content-Type": "application/json", "Idempotency-Key": key, "X-CSRFToken": cookie("csrftoken") },
        });
        if (answer.ok) return { trouble: "" };
        if (answer.status === 401) return { trouble: "signed-out" };
        const said = await answer.json().catch(() => ({}));
        return { trouble: "refused", detail: said.detail || "没有登记。" };
      } catch { /* the same key once more: if the first was taken, this one finds it */ }
    }
    return { trouble: "offline" };
  }
}
