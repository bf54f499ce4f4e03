// Adding files: each goes on its own, so that one refused file never stops the others. Without this script all go together.
(() => {
  const form = document.querySelector('[data-media-add]');
  if (!form || !window.fetch || !window.DataTransfer) return;
  const input = form.querySelector('input[type=file]');
  const drop = form.querySelector('[data-drop]');
  const list = document.querySelector('[data-outcomes]');
  const none = document.querySelector('[data-none]');
  let busy = false;
  ['dragover', 'dragenter'].forEach((name) => drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add('is-over'); }));
  ['dragleave', 'drop'].forEach((name) => drop.addEventListener(name, () => drop.classList.remove('is-over')));
  drop.addEventListener('drop', (event) => { event.preventDefault(); input.files = event.dataTransfer.files; form.requestSubmit(); });
  const line = (file) => {
    const item = document.createElement('li');
    const name = document.createElement('strong');
    name.textContent = file.name;
    const state = document.createElement('span');
    state.className = 'nc-muted';
    state.textContent = ` ${form.dataset.waiting}`;
    item.append(name, state);
    list.append(item);
    return { file, item, state };
  };
  const say = (entry, words) => {
    entry.state.className = 'nc-fault';
    entry.state.textContent = ` ${words}`;
  };
  const send = async (entry, shared) => {
    entry.state.textContent = ` ${form.dataset.sending}`;
    const body = new FormData();
    shared.forEach(([key, value]) => body.append(key, value));
    body.append('files', entry.file);
    try {
      const answer = await fetch(form.action || window.location.href, { method: 'POST', body, headers: { 'X-Part': '1' }, redirect: 'error' });
      if (answer.ok || answer.status === 422) entry.item.innerHTML = await answer.text();
      else say(entry, answer.status === 413 ? form.dataset.toolarge : form.dataset.lost);
    } catch (error) {
      say(entry, form.dataset.lost);
    }
  };
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    if (busy || !input.files.length) { input.focus(); return; }
    busy = true;
    if (none) none.hidden = true;
    const shared = [...new FormData(form)].filter(([key]) => key !== 'files');
    const entries = [...input.files].map(line);
    input.value = '';
    for (const entry of entries) await send(entry, shared); // one after the other: the server has few hands
    busy = false;
  });
  window.addEventListener('beforeunload', (event) => { if (busy) event.preventDefault(); });
})();
