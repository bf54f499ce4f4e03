// Suggestions under a search box while somebody types: an editable combobox with a list (ARIA Authoring Practices: list autocomplete, manual
// selection). <form><input …>{% include "search/suggest_box.html" %}</form>; without this script the form is what it was.
const WAIT = 120, FIELD = "input[type=search], input[type=text], input:not([type])";
let made = 0;

function enhance(box) {
  const form = box.closest("form"), input = form?.querySelector(FIELD);
  if (!input || box.dataset.suggestReady) return;
  box.dataset.suggestReady = "yes";
  const { suggestUrl: url, suggestLanguage: language, suggestKind: kind } = box.dataset, words = JSON.parse(box.dataset.suggestWords);
  const list = document.createElement("ul"), said = document.createElement("span"), id = `suggestions-${++made}`;
  let timer = 0, asking = null, at = -1, shown = "";
  list.id = id; list.hidden = true; list.className = "suggest-list";
  list.setAttribute("role", "listbox"); list.setAttribute("aria-label", words.label);
  said.className = "suggest-said"; said.setAttribute("role", "status");
  box.hidden = false;
  box.append(list, said);
  input.type = "text"; // a field of type search may not be a combobox
  const has = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": id, autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "search" };
  for (const [name, value] of Object.entries(has)) input.setAttribute(name, value);

  const options = () => [...list.children];
  const isOpen = () => !list.hidden;
  const choose = (next) => {
    at = next;
    options().forEach((option, place) => option.setAttribute("aria-selected", String(place === at)));
    if (at < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", options()[at].id);
    options()[at].scrollIntoView({ block: "nearest" });
  };
  const close = () => {
    clearTimeout(timer); asking?.abort(); asking = null;
    list.hidden = true; input.setAttribute("aria-expanded", "false"); choose(-1);
    said.textContent = "";
  };
  // In a form that is not ours other fields may stand beside and below: the list hangs on its own field.
  const place = () => {
    const wide = Math.max(input.offsetWidth, Math.min(416, document.documentElement.clientWidth - 24));
    const host = list.offsetParent?.getBoundingClientRect() || box.parentElement.getBoundingClientRect(), at = input.getBoundingClientRect();
    const start = Math.max(12, Math.min(at.left, document.documentElement.clientWidth - wide - 12));
    Object.assign(list.style, { insetBlockStart: `${at.bottom - host.top + 4}px`, insetInlineStart: `${start - host.left}px`, insetInlineEnd: "auto", inlineSize: `${wide}px` });
  };
  const open = () => {
    if (!list.children.length) return;
    if (kind) place();
    list.hidden = false; input.setAttribute("aria-expanded", "true");
    said.textContent = words.many.replace("{n}", list.children.length);
  };
  const go = (option) => {
    const { url: there, text } = option.dataset;
    close();
    if (there) return location.assign(there);
    input.value = text;
    form.requestSubmit();
  };
  const draw = (rows) => {
    list.replaceChildren(...rows.map((row, place) => {
      const option = document.createElement("li"), text = document.createElement("span");
      option.id = `${id}-${place}`; option.dataset.url = row.url; option.dataset.text = row.text;
      option.setAttribute("role", "option"); option.setAttribute("aria-selected", "false");
      text.textContent = row.text; option.append(text);
      if (row.kind) {
        const kind = document.createElement("span");
        kind.className = "suggest-kind"; kind.textContent = row.kind; option.append(" ", kind);
      }
      return option;
    }));
    at = -1;
  };
  const ask = async () => {
    const text = input.value.trim();
    if (text.length < 2) { shown = ""; draw([]); return close(); }
    if (text === shown) return isOpen() || open();
    asking?.abort();
    const mine = asking = new AbortController();
    try {
      const answer = await fetch(`${url}?${new URLSearchParams({ q: text, language, ...(kind && { kind }) })}`, { signal: mine.signal, headers: { Accept: "application/json" } });
      if (!answer.ok) return close();
      const { suggestions } = await answer.json();
      if (mine !== asking || document.activeElement !== input) return;
      shown = text; draw(suggestions); choose(-1);
      if (suggestions.length) return open();
      close(); said.textContent = words.none;
    } catch (fault) { if (fault.name !== "AbortError") close(); }
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (document.activeElement === input) timer = setTimeout(ask, WAIT); // words that were spoken search at once
  });
  input.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey) return;
    const { key, altKey } = event, count = list.children.length;
    if (key === "ArrowDown" || key === "ArrowUp") {
      event.preventDefault();
      const down = key === "ArrowDown";
      if (altKey) return down ? open() : close();
      if (!isOpen()) { if (!count) return ask(); open(); }
      // The line of typing is a place of its own between the last option and the first.
      return choose(((at + 1 + (down ? 1 : -1) + count + 1) % (count + 1)) - 1);
    }
    if (key === "Enter" && isOpen() && at >= 0) { event.preventDefault(); return go(options()[at]); }
    if (key === "Enter" || key === "Tab") return close();
    if (key === "Escape" && isOpen()) { event.preventDefault(); event.stopPropagation(); return close(); }
    if (key === "Escape" && !form.querySelector(".voice-panel:not([hidden])")) { input.value = ""; return; }
    if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(key)) choose(-1);
  });
  input.addEventListener("blur", close);
  form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", ({ target }) => { const option = target.closest("[role=option]"); if (option) go(option); });
}

// The search boxes of lists, whose markup is not ours: what they suggest is of the list's kind.
for (const model of document.querySelectorAll("template[data-suggest-lists]")) {
  const kind = JSON.parse(model.dataset.suggestLists)[location.pathname];
  for (const form of kind ? document.querySelectorAll(model.dataset.suggestFor) : []) {
    const input = form.querySelector(FIELD), box = model.content.querySelector("[data-suggest]")?.cloneNode(true);
    if (!input || !box || form.querySelector("[data-suggest]")) continue;
    box.removeAttribute("data-later"); box.dataset.suggestKind = kind;
    form.append(box);
  }
}
document.querySelectorAll("[data-suggest]").forEach(enhance);

// "/" goes to the box that says so, from wherever nobody is typing.
const first = document.querySelector("form[data-find-key] [role=combobox]");
if (first) document.addEventListener("keydown", (event) => {
  const busy = event.target.closest?.("input, textarea, select, [contenteditable=''], [contenteditable=true], [role=textbox], dialog");
  if (event.key !== "/" || busy || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  event.preventDefault(); first.focus(); first.select();
});
