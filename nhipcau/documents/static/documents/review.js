// The review screen: an item and its place in the text light up together; every step has a key.
(() => {
  const root = document.querySelector('[data-review]');
  if (!root) return;
  const text = root.querySelector('[data-text]');
  const panes = [...root.querySelectorAll('[data-pane]')];
  const tabs = [...root.querySelectorAll('[data-tab]')];
  root.querySelectorAll('[data-percent]').forEach((bar) => { bar.style.width = `${bar.dataset.percent}%`; });
  const places = new Map();
  text.querySelectorAll('span[data-k]').forEach((span) => span.dataset.k.split(' ').forEach((key) => {
    if (key) { if (!places.has(key)) places.set(key, []); places.get(key).push(span); }
  }));
  let current = null;

  const showPane = (name) => {
    panes.forEach((pane) => { pane.hidden = pane.dataset.pane !== name; });
    tabs.forEach((tab) => {
      const on = tab.dataset.tab === name;
      tab.setAttribute('aria-pressed', on); tab.classList.toggle('button-secondary', !on);
    });
  };
  const select = (key, { scrollText = true, focus = true } = {}) => {
    const item = document.getElementById(key);
    if (!item) return;
    root.querySelectorAll('.is-on').forEach((on) => on.classList.remove('is-on'));
    showPane(item.closest('[data-pane]').dataset.pane);
    item.classList.add('is-on');
    item.scrollIntoView({ block: 'nearest' });
    if (focus) item.focus({ preventScroll: true });
    const spans = places.get(key) || [];
    spans.forEach((span) => span.classList.add('is-on'));
    if (scrollText && spans[0]) spans[0].scrollIntoView({ block: 'center' });
    current = item;
    history.replaceState(null, '', `#${key}`);
  };
  const visible = () => [...root.querySelectorAll('[data-pane]:not([hidden]) .review-item')].filter((item) => item.offsetParent);
  const move = (by) => {
    const items = visible();
    const at = items.indexOf(current);
    const next = items[Math.min(items.length - 1, Math.max(0, at + by))];
    if (next) select(next.dataset.item);
  };

  text.addEventListener('click', (event) => {
    const span = event.target.closest('span[data-k]');
    if (!span || String(window.getSelection())) return;
    const keys = span.dataset.k.split(' ').filter(Boolean);
    const open = panes.find((pane) => !pane.hidden).dataset.pane;
    const key = keys.find((one) => one.startsWith(`${open}-`)) || keys.find((one) => !one.startsWith('clause-')) || keys[keys.length - 1];
    if (key) select(key, { scrollText: false });
  });
  root.addEventListener('click', (event) => {
    const item = event.target.closest('[data-item]');
    if (item && !event.target.closest('a, button, input, textarea, select')) select(item.dataset.item);
  });
  tabs.forEach((tab) => tab.addEventListener('click', () => showPane(tab.dataset.tab)));
  const unsure = root.querySelector('[data-unsure]');
  unsure.addEventListener('click', () => {
    const on = root.toggleAttribute('data-only-unsure');
    unsure.setAttribute('aria-pressed', on); unsure.classList.toggle('button-secondary', !on);
  });

  const tell = (words) => { const note = document.createElement('p'); note.className = 'nc-fault'; note.setAttribute('role', 'alert'); note.textContent = words; return note; };
  const decided = (item, state, name) => {
    const before = [...item.classList].find((one) => /^review-item--(proposed|confirmed|rejected)$/.test(one));
    if (before === 'review-item--proposed') {
      const count = document.getElementById('count');
      count.dataset.decided = Number(count.dataset.decided) + 1;
      count.textContent = count.textContent.replace(/\d+/, count.dataset.decided);
      root.querySelector('.review-bar [data-percent]').style.width = `${(100 * count.dataset.decided) / count.dataset.all}%`;
    }
    item.classList.remove('review-item--proposed', 'review-item--confirmed', 'review-item--rejected', 'review-item--unsure');
    item.classList.add(`review-item--${state}`);
    const badge = item.querySelector('[data-state]');
    badge.textContent = name;
    badge.className = `nc-badge ${state === 'confirmed' ? 'nc-badge--ok' : 'nc-badge--late'}`;
  };
  const send = async (form, step, item) => {
    const body = new FormData(form);
    body.set('step', step);
    const answer = await fetch(form.action, { method: 'POST', body, headers: { 'X-Part': '1' } }).catch(() => null);
    const said = answer && (answer.headers.get('content-type') || '').includes('json') ? await answer.json() : { fault: root.dataset.fault };
    item.querySelectorAll(':scope > .nc-fault').forEach((old) => old.remove());
    if (said.fault) { item.append(tell(said.fault)); return; }
    if (said.reload || step === 'edit') { location.hash = item.dataset.item; location.reload(); return; }
    decided(item, said.state, said.state_name);
  };
  root.addEventListener('submit', (event) => {
    const item = event.target.closest('[data-item]');
    if (!item) return;
    event.preventDefault();
    send(event.target, event.submitter ? event.submitter.value : 'confirm', item);
  });
  const edit = async (item) => {
    const link = item.querySelector('[data-edit]');
    if (!link) return;
    const open = item.querySelector('.review-form');
    if (open) { open.remove(); return; }
    const answer = await fetch(link.href, { headers: { 'X-Part': '1' } });
    item.insertAdjacentHTML('beforeend', await answer.text());
    const words = item.querySelector('.review-form textarea[name=text]');
    const at = item.querySelector('[data-at]');
    if (words && at) ['click', 'keyup'].forEach((name) => words.addEventListener(name, () => { at.value = words.selectionStart; }));
    const first = item.querySelector('.review-form textarea, .review-form input:not([type=hidden])');
    if (first) first.focus();
  };
  root.addEventListener('click', (event) => {
    const link = event.target.closest('[data-edit]');
    if (link) { event.preventDefault(); edit(link.closest('[data-item]')); }
  });
  const add = root.querySelector('[data-add]');
  document.addEventListener('selectionchange', () => {
    const chosen = document.getSelection();
    if (!add || !chosen.rangeCount || chosen.isCollapsed || !text.contains(chosen.anchorNode) || !text.contains(chosen.focusNode)) return;
    const range = chosen.getRangeAt(0);
    const ahead = document.createRange();
    ahead.selectNodeContents(text); ahead.setEnd(range.startContainer, range.startOffset);
    const start = [...ahead.toString()].length;
    add.querySelector('[name=start]').value = start;
    add.querySelector('[name=end]').value = start + [...range.toString()].length;
    add.querySelector('[data-selected]').textContent = range.toString();
  });

  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest('input, textarea, select, [contenteditable]')) { if (event.key === 'Escape' && current) current.focus(); return; }
    const press = (step) => { const form = current && current.querySelector('[data-do]'); if (form) { send(form, step, current); if (step !== 'edit') move(1); } };
    const keys = {
      j: () => move(1), k: () => move(-1), c: () => press('confirm'), r: () => press('reject'),
      e: () => current && edit(current), s: () => current && edit(current), m: () => current && edit(current),
      u: () => unsure.click(), 1: () => showPane('duty'), 2: () => showPane('clause'), 3: () => showPane('reference'), 4: () => showPane('meta'),
    };
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });
  if (location.hash.length > 1) select(decodeURIComponent(location.hash.slice(1)));
})();
