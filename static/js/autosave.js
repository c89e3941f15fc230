// Saves a draft while it is written: `<form data-autosave-url data-autosave-edition
// data-autosave-key>`, whose parts are described in templates/components/autosave.html. The
// server's copy is never written over: each save names the edition it started from. What could
// not be saved stays in this browser, under the draft's address and its reader's key, until it is
// saved, thrown away, or a week old.
const PAUSE = 2_000; // milliseconds after the last change
const AGAIN = 15_000; // after a failure
const KEPT = 7 * 24 * 3_600_000;
const STORE = "draft:";
const OWN = new Set(["csrfmiddlewaretoken", "edition"]);

/** Words kept in this browser, one entry a window; where it keeps nothing, all of it does nothing. */
const kept = {
  names(start) {
    try {
      return Object.keys(localStorage).filter((name) => name.startsWith(STORE + start));
    } catch {
      return [];
    }
  },
  read(name) {
    try {
      const found = JSON.parse(localStorage.getItem(name));
      return Array.isArray(found?.fields) && found.at ? found : null;
    } catch {
      return null;
    }
  },
  write(name, value) {
    try {
      localStorage.setItem(name, JSON.stringify(value));
      return true;
    } catch {
      return false;
    }
  },
  drop(name) {
    try {
      localStorage.removeItem(name);
    } catch {
      // Nothing was kept.
    }
  },
};

// “22 November at 17:04 CET”: the day first in English too, the zone always named.
const language = document.documentElement.lang.replace(/^en$/, "en-GB") || undefined;
const zone = { hour: "2-digit", minute: "2-digit", timeZoneName: "short" };
const hour = new Intl.DateTimeFormat(language, zone);
const day = new Intl.DateTimeFormat(language, { day: "numeric", month: "long", ...zone });

/** What the form holds, as [[name, text]]; files and what belongs to the machinery left out. */
function fields(form) {
  return [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !OWN.has(name));
}

/** The same words, whatever became of the white space on their way to the server and back. */
function alike(some, others) {
  const plain = (entries) => JSON.stringify(entries.map(([name, value]) => [name, value.trim().split(/\s+/)]));
  return plain(some) === plain(others);
}

/** Put kept words back into the form, and let other scripts know. */
function fill(form, entries) {
  const values = new Map();
  for (const [name, value] of entries) values.set(name, [...(values.get(name) ?? []), value]);
  for (const control of form.elements) {
    if (!control.name || OWN.has(control.name) || control.type === "submit" || control.type === "file") continue;
    const given = values.get(control.name) ?? [];
    if (control.type === "checkbox") control.checked = given.includes(control.value);
    else if (control.type === "radio") control.checked = given.length ? given.includes(control.value) : control.checked;
    else if (control.multiple) for (const option of control.options) option.selected = given.includes(option.value);
    else if (given.length) control.value = given.shift();
  }
  form.dispatchEvent(new CustomEvent("autosave:restored", { bubbles: true }));
}

/** The words of kept fields that a person wrote, to be read and copied. */
function written(form, entries) {
  const typed = new Set([...form.querySelectorAll("textarea, input[type=text]")].map((each) => each.name));
  return entries.filter(([name, value]) => typed.has(name) && value.trim()).map(([, value]) => value).join("\n\n");
}

class Autosave {
  constructor(form) {
    this.form = form;
    this.url = form.dataset.autosaveUrl;
    this.key = `${form.dataset.autosaveKey ?? ""} ${this.url}#`;
    // Two windows keep their words apart.
    this.own = `${STORE}${this.key}${Date.now().toString(36)}${Math.random().toString(36).slice(2)}`;
    this.status = form.querySelector("[data-autosave-status]");
    this.restoring = form.querySelector("[data-autosave-restore]");
    this.conflict = form.querySelector("[data-autosave-conflict]");
    this.changes = 0; // counted, so that what is typed during a save is saved after it
    this.saved = 0;
    this.busy = false;
    this.stopped = false;
    this.failed = false;
    this.asking = null;
    this.timer = 0;
  }

  begin() {
    this.form.autocomplete = "off"; // a browser that puts old fields back would bring an old edition
    const heard = () => this.changed();
    this.form.addEventListener("input", heard);
    this.form.addEventListener("change", heard);
    this.form.addEventListener("submit", () => this.leave());
    addEventListener("online", () => this.save());
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden") this.save({ leaving: true });
    });
    for (const button of this.form.querySelectorAll("[data-autosave-copy]")) {
      button.addEventListener("click", () => this.copy(button));
    }
    for (const button of this.form.querySelectorAll("[data-autosave-reload]")) {
      button.addEventListener("click", () => location.reload());
    }
    if (this.restoring) {
      this.part("take").addEventListener("click", () => this.settle(true));
      this.part("drop").addEventListener("click", () => this.settle(false));
    }
    this.offer();
  }

  get dirty() {
    return this.changes > this.saved;
  }

  say(what, stamp) {
    const text = (this.status?.dataset[what] ?? "").replace("{time}", stamp ? hour.format(new Date(stamp)) : "");
    // The same words again would be read out again.
    if (this.status && this.status.textContent !== text) this.status.textContent = text;
  }

  changed() {
    if (this.stopped) return this.keep();
    this.changes += 1;
    this.wait(PAUSE);
  }

  wait(milliseconds) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), milliseconds);
  }

  keep() {
    const edition = this.form.dataset.autosaveEdition;
    return kept.write(this.own, { at: Date.now(), edition, fields: fields(this.form) });
  }

  /** The form is sent as a whole: if that fails, the words are here. */
  leave() {
    clearTimeout(this.timer);
    if (this.dirty) this.keep();
    this.stopped = true;
  }

  async save({ leaving = false } = {}) {
    if (this.stopped || !this.dirty) return;
    if (leaving) this.keep();
    if (this.busy) return;
    clearTimeout(this.timer);
    this.busy = true;
    const sent = this.changes;
    try {
      const answer = await this.post(leaving);
      this.busy = false;
      await this.hear(answer, sent);
    } catch {
      this.busy = false;
      this.fail("offline");
    }
    if (this.dirty && !this.stopped && !this.failed) this.wait(PAUSE);
  }

  post(leaving) {
    const body = new FormData(this.form);
    body.set("edition", this.form.dataset.autosaveEdition);
    return fetch(this.url, {
      method: "POST",
      body,
      credentials: "same-origin",
      redirect: "manual", // a lost session answers with the way to the sign-in
      keepalive: leaving,
      headers: {
        Accept: "application/json",
        "X-CSRFToken": body.get("csrfmiddlewaretoken") ?? "",
        "X-Requested-With": "XMLHttpRequest",
      },
    });
  }

  async hear(answer, sent) {
    if (answer.ok) return this.done(await answer.json(), sent);
    if (answer.status === 409 || answer.status === 412) return this.stop();
    const lost = answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
    const refused = answer.status >= 400 && answer.status < 500 && answer.status !== 429;
    return this.fail(lost ? "lost" : refused ? "refused" : "offline", { again: !lost && !refused });
  }

  done({ edition, saved_at: savedAt }, sent) {
    this.failed = false;
    this.saved = Math.max(this.saved, sent);
    this.form.dataset.autosaveEdition = edition;
    const field = this.form.querySelector('input[name="edition"]');
    if (field) field.value = edition;
    if (!this.dirty) kept.drop(this.own);
    this.say("saved", savedAt);
  }

  /** Another window saved meanwhile. Nothing is written over; the words stay here. */
  stop() {
    this.stopped = true;
    this.keep();
    this.say("conflict");
    if (this.conflict) this.conflict.hidden = false;
  }

  fail(why, { again = true } = {}) {
    this.failed = true;
    const stored = this.keep();
    this.say(stored ? why : "nowhere");
    if (again) this.wait(AGAIN);
  }

  async copy(button) {
    const source = this.restoring?.contains(button) ? this.asking.fields : fields(this.form);
    await navigator.clipboard.writeText(written(this.form, source));
    this.say("copied");
  }

  /** Words kept from another time: shown, and put back only when asked for. The newest first. */
  offer() {
    if (!this.restoring) return;
    const found = kept.names(this.key)
      .map((name) => ({ name, ...kept.read(name) }))
      .filter(({ name, fields: entries }) => name !== this.own && entries);
    const same = found.filter((each) => alike(each.fields, fields(this.form)));
    for (const { name } of same) kept.drop(name);
    const [newest] = found.filter((each) => !same.includes(each)).sort((one, other) => other.at - one.at);
    this.asking = newest ?? null;
    this.restoring.hidden = !newest;
    if (!newest) return;
    const { dataset } = this.restoring;
    const asks = String(newest.edition) === this.form.dataset.autosaveEdition ? dataset.same : dataset.changed;
    this.part("asks").textContent = asks.replace("{time}", day.format(new Date(newest.at)));
    this.part("kept").textContent = written(this.form, newest.fields);
  }

  part(name) {
    return this.restoring.querySelector(`[data-autosave-${name}]`);
  }

  settle(take) {
    const { name, fields: entries } = this.asking;
    if (take) {
      fill(this.form, entries);
      this.changed();
      this.keep();
    }
    kept.drop(name);
    this.say(take ? "restored" : "dropped");
    this.offer();
    if (this.restoring.hidden) this.form.querySelector("textarea, input[type=text]")?.focus();
  }
}

const old = Date.now() - KEPT;
for (const name of kept.names("")) if (!(kept.read(name)?.at > old)) kept.drop(name);
for (const mark of document.querySelectorAll("[data-autosave-forget]")) {
  for (const name of kept.names(`${mark.dataset.autosaveForget}#`)) kept.drop(name);
}
for (const form of document.querySelectorAll("form[data-autosave-url]")) new Autosave(form).begin();
