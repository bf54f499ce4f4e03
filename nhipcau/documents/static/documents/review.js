// The review screen: an item and its place in the text light up together; every step has a key.
// Without this script all of it still works by plain forms and links.
(() => {
  const root = document.querySelector('[data-review]');
  if (!root) return;
  const text = root.querySelector('[data-text]');
  const panes = [...root.querySelectorAll('[data-pane]')];
  const tabs = [...root.querySelectorAll('[data-tab]')];
  const help = root.querySelector('[data-help-box]');
  const filter = document.getElementById('filter');
  const which = document.getElementById('which');
  const places = new Map();
  text.querySelectorAll('[data-k]').forEach((span) => span.dataset.k.split(' ').forEach((key) => {
    if (!places.has(key)) places.set(key, []);
    places.get(key).push(span);
  }));
  let current = null;
  let lit = [];
  root.querySelectorAll('.review-js, .review-switch, [data-show]').forEach((part) => { part.hidden = false; });
  root.classList.add('review--live');

  // ---- panes, filter, selection
  const openPane = () => panes.find((pane) => !pane.hidden);
  const showPane = (name) => {
    panes.forEach((pane) => { pane.hidden = pane.dataset.pane !== name; });
    tabs.forEach((tab) => {
      const on = tab.dataset.tab === name;
      tab.setAttribute('aria-pressed', String(on));
      tab.classList.toggle('button-secondary', !on);
    });
  };
  const showView = (name) => {
    root.dataset.view = name;
    root.querySelectorAll('[data-view-of]').forEach((button) => {
      const on = button.dataset.viewOf === name;
      button.setAttribute('aria-pressed', String(on));
      button.classList.toggle('button-secondary', !on);
    });
  };
  const keep = (item) => {
    const words = filter.value.trim().toLocaleLowerCase('vi');
    const state = !which.value || item.classList.contains(`review-item--${which.value}`);
    return state && (!words || item.querySelector('.review-words, div').textContent.toLocaleLowerCase('vi').includes(words));
  };
  const sift = () => root.querySelectorAll('[data-pane]:not([data-pane=meta]) .review-item').forEach((item) => { item.hidden = !keep(item); });
  const intoView = (box, part, where) => {
    if (box.scrollHeight <= box.clientHeight + 2) { part.scrollIntoView({ block: where }); return; }
    const gap = part.getBoundingClientRect().top - box.getBoundingClientRect().top;
    const room = box.clientHeight;
    const head = box.querySelector('.review-head');
    const top = head ? head.offsetHeight : 0;
    if (where === 'nearest' && gap >= top && gap + part.offsetHeight <= room) return;
    box.scrollTop += gap - (where === 'center' ? Math.max(40, (room - part.offsetHeight) / 3) : top + 12);
  };
  const select = (key, { inText = true, focus = true } = {}) => {
    const item = document.getElementById(key);
    if (!item || !item.dataset.item) return;
    if (current) { current.classList.remove('is-on'); current.removeAttribute('aria-current'); }
    lit.forEach((span) => span.classList.remove('is-on'));
    showPane(item.closest('[data-pane]').dataset.pane);
    item.hidden = false;
    item.classList.add('is-on');
    item.setAttribute('aria-current', 'true');
    lit = places.get(key) || [];
    lit.forEach((span) => span.classList.add('is-on'));
    if (root.dataset.view !== 'source') intoView(document.getElementById('reading'), item, 'nearest');
    if (inText && lit[0]) intoView(document.getElementById('source'), lit[0], 'center');
    if (focus) item.focus({ preventScroll: true });
    current = item;
    history.replaceState(null, '', `#${key}`);
  };
  const listed = () => [...openPane().querySelectorAll('.review-item')].filter((item) => !item.hidden);
  const move = (by) => {
    const items = listed();
    const at = items.indexOf(current);
    const next = items[at < 0 ? 0 : Math.min(items.length - 1, Math.max(0, at + by))];
    if (next) select(next.dataset.item);
  };

  text.addEventListener('click', (event) => {
    const span = event.target.closest('[data-k]');
    if (!span || !document.getSelection().isCollapsed) return;
    const keys = span.dataset.k.split(' ');
    const live = keys.filter((one) => { const item = document.getElementById(one); return item && !item.classList.contains('review-item--rejected'); });
    const open = openPane().dataset.pane;
    const key = live.find((one) => one.startsWith(`${open}-`)) || live.find((one) => !one.startsWith('clause-')) || live[live.length - 1];
    if (!key) return;
    showView('reading');
    select(key, { inText: false, focus: false });
  });
  root.addEventListener('click', (event) => {
    const item = event.target.closest('[data-item]');
    if (event.target.closest('[data-show]')) {
      showView('source');
      select(item.dataset.item, { focus: false });
    } else if (item && !event.target.closest('a, button, input, textarea, select, label')) select(item.dataset.item);
  });
  tabs.forEach((tab) => tab.addEventListener('click', () => showPane(tab.dataset.tab)));
  root.querySelectorAll('[data-view-of]').forEach((button) => button.addEventListener('click', () => {
    showView(button.dataset.viewOf);
    if (current && lit[0] && button.dataset.viewOf === 'source') lit[0].scrollIntoView({ block: 'center' });
  }));
  filter.addEventListener('input', sift);
  which.addEventListener('change', sift);
  root.querySelector('[data-help]').addEventListener('click', () => help.showModal());

  // ---- steps
  const tell = (item, words) => {
    item.querySelectorAll(':scope > .nc-fault').forEach((old) => old.remove());
    if (!words) return;
    const note = document.createElement('p');
    note.className = 'nc-fault';
    note.setAttribute('role', 'alert');
    note.textContent = words;
    item.append(note);
  };
  const paint = (key) => (places.get(key) || []).forEach((span) => {
    const kinds = new Set(span.dataset.k.split(' ').filter((one) => {
      const item = document.getElementById(one);
      return item && !item.classList.contains('review-item--rejected');
    }).map((one) => one.split('-')[0]));
    ['clause', 'duty', 'reference', 'meta'].forEach((kind) => span.classList.toggle(`k-${kind}`, kinds.has(kind)));
  });
  const send = async (address, body, item) => {
    const answer = await fetch(address, { method: 'POST', body, headers: { 'X-Part': '1' } }).catch(() => null);
    const isJson = answer && (answer.headers.get('content-type') || '').includes('json');
    const said = isJson ? await answer.json() : { fault: root.dataset.fault };
    const key = item.dataset.item;
    if (said.fault) { tell(document.getElementById(key), said.fault); return; }
    if (said.reload) { location.hash = key; location.reload(); return; }
    const wasCurrent = current && current.dataset.item === key;
    const old = document.getElementById(key);
    const hadFocus = old.contains(document.activeElement);
    old.outerHTML = said.html;
    const fresh = document.getElementById(key);
    fresh.querySelectorAll('[data-show]').forEach((part) => { part.hidden = false; });
    if (wasCurrent) select(key, { inText: false, focus: hadFocus });
    paint(key);
    root.querySelector('[data-progress-words]').textContent = said.progress;
    root.querySelector('.review-progress').value = said.decided;
  };
  const csrf = () => document.querySelector('#do [name=csrfmiddlewaretoken]').value;
  const step = (item, name) => {
    const button = item.querySelector(`[data-do] button[value=${name}]`);
    if (!button) return;
    const body = new FormData();
    body.set('csrfmiddlewaretoken', csrf());
    body.set('step', name);
    send(button.getAttribute('formaction'), body, item);
  };
  root.addEventListener('click', (event) => {
    const button = event.target.closest('[data-do] button[name=step]');
    if (!button) return;
    event.preventDefault();
    step(button.closest('[data-item]'), button.value);
  });
  root.addEventListener('submit', (event) => {
    const item = event.target.closest('[data-item]');
    if (!item) return;
    event.preventDefault();
    const body = new FormData(event.target);
    body.set('step', event.target.dataset.step);
    send(event.target.action, body, item);
  });

  // ---- a place in the source: for cutting and adding
  const offset = (node, at) => {
    const ahead = document.createRange();
    ahead.selectNodeContents(text);
    ahead.setEnd(node, at);
    return [...ahead.toString()].length;
  };
  const caret = () => {
    const chosen = document.getSelection();
    return chosen.rangeCount && text.contains(chosen.focusNode) ? chosen : null;
  };
  const edit = async (item, part) => {
    const link = item.querySelector('[data-edit]');
    if (!link) return;
    const open = item.querySelector('.review-form');
    if (open && part === 'edit') { open.remove(); item.focus({ preventScroll: true }); return; }
    const place = caret();
    const at = place ? offset(place.focusNode, place.focusOffset) : 0;
    if (!open) {
      const answer = await fetch(link.href, { headers: { 'X-Part': '1' } }).catch(() => null);
      if (!answer || !answer.ok) { tell(item, root.dataset.fault); return; }
      item.insertAdjacentHTML('beforeend', await answer.text());
    }
    const form = item.querySelector(`[data-step=${part}]`) || item.querySelector('[data-step=edit]');
    const cut = form.querySelector('select[name=at]');
    const within = place && lit.some((span) => span.contains(place.focusNode));
    if (cut && within) {
      const option = new Option(`${root.dataset.cut}: … ${[...text.textContent].slice(Math.max(0, at - 30), at).join('')} ✂ ${[...text.textContent].slice(at, at + 30).join('')} …`, `src:${at}`);
      cut.prepend(option);
      cut.value = option.value;
    }
    const first = part === 'merge' ? form.querySelector('button') : form.querySelector('textarea, select, input:not([type=hidden])');
    (first || form.querySelector('button')).focus();
    intoView(document.getElementById('reading'), form, 'nearest');
  };
  root.addEventListener('click', (event) => {
    const link = event.target.closest('[data-edit]');
    if (link) { event.preventDefault(); edit(link.closest('[data-item]'), 'edit'); }
  });
  const add = root.querySelector('[data-add]');
  const words = document.getElementById('add-words');
  const place = (start, end) => { add.querySelector('[name=start]').value = start; add.querySelector('[name=end]').value = end; };
  if (add) {
    words.addEventListener('input', () => place('', ''));
    document.addEventListener('selectionchange', () => {
      const chosen = document.getSelection();
      if (!chosen.rangeCount || chosen.isCollapsed || !text.contains(chosen.anchorNode) || !text.contains(chosen.focusNode)) return;
      const range = chosen.getRangeAt(0);
      const start = offset(range.startContainer, range.startOffset);
      place(start, start + [...range.toString()].length);
      words.value = range.toString();
      add.classList.add('is-ready');
    });
    text.addEventListener('mouseup', () => { if (!document.getSelection().isCollapsed) add.open = true; });
    add.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.target.tagName !== 'INPUT') return;
      event.preventDefault();
      event.target.closest('fieldset').querySelector('button').click();
    });
  }

  // ---- keys. Wagtail has keys of its own for / and ?; on this page ours come first.
  const act = (name) => { if (current) { step(current, name); move(1); } };
  const keys = {
    j: () => move(1), k: () => move(-1), c: () => act('confirm'), r: () => act('reject'),
    e: () => current && edit(current, 'edit'), s: () => current && edit(current, 'split'), m: () => current && edit(current, 'merge'),
    a: () => { if (add) { add.open = true; document.getElementById('add-agencies').focus(); } },
    t: () => { if (current) { showView('source'); select(current.dataset.item, { focus: false }); } },
    u: () => root.querySelector('[data-order]').click(),
    '/': () => filter.focus(), '?': () => help.showModal(),
    1: () => showPane('duty'), 2: () => showPane('clause'), 3: () => showPane('reference'), 4: () => showPane('meta'),
  };
  window.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open || event.defaultPrevented) return;
    if (event.key === 'Escape') {
      if (!root.contains(event.target)) return;
      const form = current && current.querySelector('.review-form');
      if (form && current.contains(event.target)) form.remove();
      if (current) current.focus({ preventScroll: true });
      return;
    }
    if (event.target.closest && event.target.closest('input, textarea, select, [contenteditable=true]')) return;
    if (document.querySelector('dialog[open], [role=dialog][aria-hidden=false]') || !keys[event.key]) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    keys[event.key]();
  }, true);

  showPane('duty');
  showView('reading');
  if (location.hash.length > 1) {
    select(decodeURIComponent(location.hash.slice(1)));
    if (matchMedia('(min-width: 60em)').matches) window.addEventListener('load', () => { document.getElementById('main').scrollTop = 0; });
  }
})();
