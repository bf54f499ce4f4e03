// The reading desk by keys. Without this script every link and button of it still works.
(() => {
  const root = document.querySelector('[data-desk]');
  if (!root || !window.htmx) return;
  window.htmx.config.responseHandling = [{ code: '204', swap: false }, { code: '[23]..', swap: true }, { code: '422', swap: true, error: false }, { code: '...', swap: false, error: true }];
  const list = root.querySelector('#stories');
  const pane = root.querySelector('#pane');
  const help = root.querySelector('[data-help]');
  let goOn = false;
  const rows = () => [...list.querySelectorAll('.desk3-row')];
  const current = () => list.querySelector('.desk3-row.is-on');
  const light = (row, { scroll = true } = {}) => {
    current()?.classList.remove('is-on');
    list.querySelectorAll('[aria-current]').forEach((link) => link.removeAttribute('aria-current'));
    if (!row) return;
    row.classList.add('is-on');
    row.querySelector('a').setAttribute('aria-current', 'true');
    if (scroll) row.scrollIntoView({ block: 'nearest' });
  };
  const isNarrow = window.matchMedia('(max-width: 61.99em)').matches;
  if (isNarrow) root.querySelector('[data-saved]')?.removeAttribute('open');
  let goTo = false;
  let soon = 0;
  const open = (row) => {
    if (!row) return;
    light(row);
    clearTimeout(soon);
    // Held down, the key runs through the list; only where it stops is a story asked for.
    soon = setTimeout(() => {
      window.htmx.ajax('GET', row.querySelector('a').getAttribute('hx-get'), { target: '#pane', swap: 'innerHTML' });
      pane.scrollTop = 0;
    }, 90);
  };
  const step = (by) => {
    const all = rows();
    const at = all.indexOf(current());
    open(all[Math.min(all.length - 1, Math.max(0, at + by))]);
  };
  // A key that comes before its story is there waits for it: nothing is done to the story that stood there before.
  const isShown = () => !current() || pane.querySelector('[data-open]')?.dataset.open === current().dataset.story;
  let queued = '';
  const press = (key) => {
    const button = pane.querySelector(`[data-key="${key}"]`);
    if (!button) return false;
    button.click();
    return true;
  };
  const keys = {
    j: () => step(1), k: () => step(-1),
    s: () => { goOn = press('s'); }, d: () => { goOn = press('d'); }, u: () => press('u'), g: () => press('g'),
    l: () => press('leadership'), a: () => press('answer'), i: () => press('idea'),
    c: () => { if (press('inaccurate')) pane.querySelector('#inaccurate-words')?.focus(); },
    n: () => pane.querySelector('#note-words')?.focus(),
    t: () => { if (press('topics')) pane.querySelector('.desk3-topics input')?.focus(); },
    o: () => pane.querySelector('[data-original]')?.click(),
    '/': () => { const box = root.querySelector('.desk3-filter'); box.open = true; box.querySelector('[name=q]').focus(); },
    '?': () => help.showModal(),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    if (event.key === 'Escape' && event.target.closest('input, textarea, select')) { event.target.blur(); return; }
    if (event.target.closest('input, textarea, select, [contenteditable], [role=dialog]')) return;
    const act = keys[event.key];
    if (!act) return;
    event.preventDefault();
    if ('jk?/'.includes(event.key) || isShown()) { queued = ''; act(); } else queued = event.key;
  });
  list.addEventListener('click', (event) => { const row = event.target.closest('.desk3-row'); if (row && !event.ctrlKey && !event.metaKey) { light(row, { scroll: false }); goTo = isNarrow; } });
  document.body.addEventListener('htmx:afterSettle', (event) => {
    const shown = pane.querySelector('[data-open]');
    const row = shown && list.querySelector(`[data-story="${shown.dataset.open}"]`);
    if (row && !current()) light(row, { scroll: false });
    if (queued && isShown()) { const key = queued; queued = ''; keys[key](); return; }
    if (goTo) { goTo = false; pane.scrollIntoView({ block: 'start' }); }
    if (goOn && event.detail.target === pane) { goOn = false; if (!pane.querySelector('.nc-fault')) step(1); }
  });
  document.body.addEventListener('htmx:responseError', () => { goOn = false; pane.insertAdjacentHTML('afterbegin', `<p class="nc-fault" role="alert"></p>`); pane.firstChild.textContent = root.dataset.fault; });
  const shown = pane.querySelector('[data-open]');
  if (shown) light(list.querySelector(`[data-story="${shown.dataset.open}"]`), { scroll: false });
})();
