/* Saves each sentence by itself, keeps it in the browser until it is saved, shows who else is here. Without it the form saves all at once. */
(() => {
  "use strict";
  const form = document.querySelector(".tr-form");
  if (!form || "readonly" in form.dataset) return;
  document.documentElement.classList.add("has-tr-script");
  const say = form.dataset;
  const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
  const WAITS = [2000, 4000, 8000, 15000, 30000];

  function Row(el) {
    this.el = el;
    this.pk = el.dataset.pk;
    this.field = el.querySelector("textarea");
    this.seenField = el.querySelector(`[name=seen-${this.pk}]`);
    this.status = el.querySelector("[data-saving]");
    this.saved = this.field.value;
    this.key = `nc-tr-${say.translation}-${el.querySelector(".tr-text").textContent.trim()}-${el.getAttribute("aria-label")}`;
    this.timer = null;
    this.tries = 0;
    this.busy = false;
  }

  Row.prototype = {
    get seen() { return this.seenField.value; },
    set seen(value) { this.seenField.value = value; },
    get isDirty() { return this.field.value.trim() !== this.saved.trim(); },
    tell(text, wrong = false) {
      this.status.textContent = text;
      this.status.classList.toggle("is-wrong", wrong);
    },
    keep() {
      try { localStorage.setItem(this.key, JSON.stringify({ text: this.field.value, seen: this.seen })); } catch { /* private window: only the server keeps it */ }
    },
    forget() {
      try { localStorage.removeItem(this.key); } catch { /* nothing was kept */ }
    },
    changed() {
      this.keep();
      clearTimeout(this.timer);
      this.timer = setTimeout(() => this.save(), 900);
    },
    async save(more = {}) {
      clearTimeout(this.timer);
      if (this.busy) { this.again = more; return; }
      if (!this.isDirty && !more.accept) { this.forget(); return; }
      this.busy = true;
      const text = this.field.value;
      this.tell(say.saving);
      try {
        const answer = await fetch(this.el.dataset.url, {
          method: "POST", headers: { "X-CSRFToken": token }, credentials: "same-origin",
          body: new URLSearchParams({ words: text, seen: this.seen, ...more }),
        });
        if (answer.status >= 500 || !(answer.headers.get("Content-Type") || "").includes("json")) throw new Error(String(answer.status));
        this.tries = 0;
        this.answered(answer.status, await answer.json(), text);
      } catch {
        this.tell(say.offline, true);
        this.timer = setTimeout(() => this.save(more), WAITS[Math.min(this.tries++, WAITS.length - 1)]);
      } finally {
        this.busy = false;
        if (this.again) { const next = this.again; this.again = null; this.save(next); }
      }
    },
    answered(status, said, text) {
      if (status === 410) { this.tell(said.gone, true); return; }
      this.el.querySelector("[data-side]").innerHTML = said.html;
      if (said.progress) form.closest(".tr").querySelector("[data-progress]").innerHTML = said.progress;
      const help = form.querySelector("[data-take-help]");
      if (help) help.hidden = said.whole;
      if (status !== 200) { this.tell(say.refused, true); return; }
      this.saved = text;
      this.seen = said.seen;
      this.show(said.state);
      if (this.isDirty) this.changed(); else { this.forget(); this.tell(said.text ? say.saved : ""); }
    },
    show(state) {
      this.el.dataset.state = state;
      this.el.className = `tr-row tr-row--${state}`;
    },
    put(text) {
      this.field.value = text;
      this.field.focus();
      this.keep();
      this.save();
    },
    accept() {
      if (this.el.dataset.state === "machine" && !this.isDirty) { this.save({ accept: "1" }); return; }
      const offer = this.el.querySelector("[data-offer]");
      if (offer && this.el.dataset.state !== "done") this.put(offer.textContent);
    },
    async look() {
      try {
        const answer = await fetch(this.el.dataset.url, { credentials: "same-origin" });
        if (!answer.ok) return;
        const said = await answer.json();
        if (this.isDirty) return;
        this.field.value = said.text;
        this.saved = said.text;
        this.seen = said.seen;
        this.show(said.state);
        this.el.querySelector("[data-side]").innerHTML = said.html;
      } catch { /* the next sign of life tries again */ }
    },
  };

  const rows = [...form.querySelectorAll(".tr-row")].map((el) => new Row(el));
  for (const row of rows) {
    row.field.addEventListener("input", () => row.changed());
    row.field.addEventListener("blur", () => { if (row.isDirty) row.save(); });
    let kept = null;
    try { kept = JSON.parse(localStorage.getItem(row.key)); } catch { /* nothing was kept */ }
    if (kept && kept.text.trim() !== row.saved.trim()) {
      row.field.value = kept.text;
      row.seen = kept.seen;
      row.save();
    } else if (kept) row.forget();
  }
  window.addEventListener("online", () => rows.filter((row) => row.isDirty).forEach((row) => row.save()));

  const rowOf = (node) => rows.find((row) => row.el === node.closest(".tr-row"));
  form.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const row = button && button.closest(".tr-row") && rowOf(button);
    if (!row) return;
    if (button.dataset.tag) {
      const [from, to] = [row.field.selectionStart, row.field.selectionEnd];
      const name = button.dataset.tag.match(/^<(\w+)/)[1];
      const whole = name === "sup" ? button.dataset.whole : `${button.dataset.tag}${row.field.value.slice(from, to)}</${name}>`;
      row.field.setRangeText(whole, from, name === "sup" ? from : to, "end");
      row.field.focus();
      row.changed();
      return;
    }
    if ("use" in button.dataset) { event.preventDefault(); row.put(button.closest("li").querySelector("[data-offer]").textContent); return; }
    if ("useSource" in button.dataset) { event.preventDefault(); row.put(row.el.querySelector(".tr-text").textContent); return; }
    if ("accept" in button.dataset) { event.preventDefault(); row.save({ accept: "1" }); return; }
    const theirs = button.closest(".tr-theirs");
    if (!theirs) return;
    row.seen = theirs.dataset.theirsSeen;
    if ("takeTheirs" in button.dataset) {
      row.field.value = theirs.querySelector("[data-theirs]").textContent;
      row.saved = row.field.value;
      row.forget();
      row.tell("");
      row.look();
    } else row.save();
  });

  const open = (row) => row.el.dataset.needed && row.el.dataset.state !== "done";
  const go = (step) => {
    const at = rows.findIndex((row) => row.el.contains(document.activeElement));
    for (let i = 1; i <= rows.length; i += 1) {
      const row = rows[(((at + step * i) % rows.length) + rows.length) % rows.length];
      if (open(row)) { row.field.focus(); row.el.scrollIntoView({ block: "center" }); return; }
    }
  };
  form.addEventListener("keydown", (event) => {
    const row = event.target.closest && event.target.closest(".tr-row") && rowOf(event.target);
    if (event.altKey && event.code === "KeyN") { event.preventDefault(); go(1); }
    else if (event.altKey && event.code === "KeyP") { event.preventDefault(); go(-1); }
    else if (row && event.altKey && event.key === "Enter") { event.preventDefault(); row.accept(); }
    else if (row && (event.ctrlKey || event.metaKey) && event.key === "Enter") { event.preventDefault(); row.save(); go(1); }
  });

  const others = document.querySelector("[data-others]");
  const alive = async () => {
    if (document.hidden) return;
    const at = rows.find((row) => row.el.contains(document.activeElement));
    try {
      const answer = await fetch(say.here, {
        method: "POST", headers: { "X-CSRFToken": token }, credentials: "same-origin",
        body: new URLSearchParams({ segment: at ? at.pk : "" }),
      });
      if (!answer.ok) return;
      const said = await answer.json();
      if (others.innerHTML !== said.html) others.innerHTML = said.html;
      for (const row of rows) {
        const who = said.places[row.pk];
        if (who) row.tell(`${who} ${say.there}`); else if (row.status.textContent.endsWith(say.there)) row.tell("");
        if (!row.isDirty && !row.busy && (said.seen[row.pk] || "") !== row.seen) row.look();
      }
    } catch { /* no connection: the sentences say so themselves */ }
  };
  alive();
  setInterval(alive, 15000);
})();
