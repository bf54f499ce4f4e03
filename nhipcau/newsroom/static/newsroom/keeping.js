// What is typed in the page editor stays in this browser until the server has it. Wagtail's own autosave gives up after a minute
// without a connection, and a window that is closed meanwhile takes everything along.
(() => {
  "use strict";
  const say = document.currentScript.dataset;
  const AGAIN = 15000;
  const EARLY = 2500;
  const NOT_WORDS = /^(csrfmiddlewaretoken|loaded_revision|next$|comments-)/;

  // On a machine that people share, each is offered their own words only: the name is what the menu's foot says.
  const person = () => {
    const menu = document.getElementById("wagtail-sidebar-props");
    const modules = menu ? JSON.parse(menu.textContent).modules : [];
    const main = modules.find((module) => /MainMenuModule$/.test(module._type));
    const named = main ? main._args.find((said) => said && said.name && !said._type) : null;
    return named ? named.name : "";
  };
  const put = (key, value) => { try { localStorage.setItem(key, JSON.stringify(value)); } catch { /* private window: only the server keeps it */ } };
  const drop = (key) => { try { localStorage.removeItem(key); } catch { /* nothing was kept */ } };
  const take = (key) => { try { return JSON.parse(localStorage.getItem(key)); } catch { return null; } };

  const start = () => {
    const form = document.getElementById("page-edit-form");
    if (!form || !form.dataset.controller || !form.dataset.controller.includes("w-autosave")) return;
    const who = person();
    const keyNow = () => `nc-draft:${who}:${new URL(form.action, location.href).pathname}`;
    const written = new Set();
    let waits = false;
    let timer = null;
    let early = null;
    let before = null;

    const words = () => new URLSearchParams([...new FormData(form)].filter(([name, value]) => typeof value === "string" && !NOT_WORDS.test(name))).toString();
    form.addEventListener("focusin", () => { before = words(); }, { once: true, capture: true });

    const keep = () => {
      const said = [...new FormData(form)].filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
      const revision = form.dataset.wAutosaveRevisionIdValue;
      if (revision && revision !== "0") said.push(["overwrite_revision_id", revision]);
      const key = keyNow();
      written.add(key);
      put(key, { at: Date.now(), said });
    };
    const soon = () => { waits = true; clearTimeout(timer); timer = setTimeout(() => { if (waits) keep(); }, 300); };
    const tell = (text) => {
      let note = form.querySelector(".nc-kept-note");
      if (!note && text) {
        note = document.createElement("p");
        note.className = "nc-kept-note";
        note.setAttribute("role", "status");
        form.prepend(note);
      }
      if (note) { note.textContent = text; note.hidden = !text; }
    };
    const again = () => { if (waits) form.dispatchEvent(new CustomEvent("w-unsaved:add", { bubbles: true, cancelable: true, detail: {} })); };

    // Wagtail takes what the form says two seconds after it came for its beginning: what is typed before would not be saved.
    form.addEventListener("input", () => {
      clearTimeout(early);
      if (before === null || words() === before) return;
      soon();
      early = setTimeout(again, EARLY);
    });
    form.addEventListener("w-unsaved:add", soon);
    document.addEventListener("w-autosave:save", (event) => { if (event.target === form) soon(); });
    document.addEventListener("w-autosave:error", (event) => {
      if (event.target !== form) return;
      waits = true;
      keep();
      tell(event.detail.type === "network_error" || event.detail.type === "server_error" ? say.offline : say.refused);
    });
    document.addEventListener("w-autosave:success", (event) => {
      if (event.target !== form) return;
      waits = false;
      before = words();
      clearTimeout(timer);
      clearTimeout(early);
      written.forEach(drop);
      written.clear();
      tell("");
    });
    window.addEventListener("online", again);
    window.addEventListener("pagehide", () => { if (waits) keep(); });
    setInterval(() => { if (waits && navigator.onLine && form.querySelector(".nc-kept-note:not([hidden])")) again(); }, AGAIN);
    form.addEventListener("submit", () => { if (waits) keep(); });

    offer(form, keyNow());
  };

  // What an earlier window left: moved aside, so that nothing typed now writes over it, and offered.
  const offer = (form, key) => {
    const aside = `${key}#left`;
    const left = take(key);
    if (left) { put(aside, left); drop(key); }
    const found = take(aside);
    if (!found || !Array.isArray(found.said)) return;
    const box = document.createElement("div");
    box.className = "nc-kept";
    box.setAttribute("role", "alert");
    const words = document.createElement("p");
    const when = new Date(found.at).toLocaleString("vi-VN", { dateStyle: "short", timeStyle: "short" });
    words.textContent = say.found.replace("{when}", when);
    const button = (text, kind, act) => {
      const made = document.createElement("button");
      made.type = "button";
      made.className = `button button-small ${kind}`;
      made.textContent = text;
      made.addEventListener("click", act);
      return made;
    };
    const send = async (said) => {
      const body = new FormData();
      for (const [name, value] of said) body.append(name, value);
      const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
      body.append("csrfmiddlewaretoken", token);
      let answer;
      try {
        const got = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json", "X-CSRFToken": token } });
        answer = await got.json();
      } catch { words.textContent = say.offline; return; }
      if (answer.success) { drop(aside); location.assign(answer.url || form.action); return; }
      if (answer.error_code !== "invalid_revision") { words.textContent = answer.error_message || say.refused; return; }
      words.textContent = say.newer;
      save.textContent = say.onTop;
      force = true;
    };
    let force = false;
    const SEEN = ["overwrite_revision_id", "loaded_revision_id", "loaded_revision_created_at"];
    const save = button(say.save, "", () => send(force ? found.said.filter(([name]) => !SEEN.includes(name)) : found.said));
    const throwAway = button(say.drop, "button-secondary", () => { drop(aside); box.remove(); });
    box.append(words, save, throwAway);
    form.prepend(box);
  };

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start); else start();
})();
