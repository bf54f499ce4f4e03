// Order by drag and by Alt+arrow; the suggestion taken over at a press. The arrows and forms work without this script.
(() => {
  const root = document.querySelector('.digest');
  if (!root) return;
  const said = root.querySelector('[data-said]');
  const token = root.querySelector('[name=csrfmiddlewaretoken]')?.value;
  const every = () => [...root.querySelectorAll('.digest-item')].map((item) => item.dataset.item).join(',');
  const keep = async (list) => {
    const body = new URLSearchParams({ step: 'order', order: every(), csrfmiddlewaretoken: token });
    const answer = await fetch(list.dataset.sortable, { method: 'POST', body, headers: { 'HX-Request': 'true' } }).catch(() => null);
    said.textContent = answer && answer.ok ? said.dataset.moved : said.dataset.failed;
    if (!answer || !answer.ok) said.classList.remove('w-sr-only');
  };
  root.querySelectorAll('[data-take]').forEach((button) => {
    button.hidden = false;
    button.addEventListener('click', () => {
      const form = button.closest('form');
      form.querySelector('textarea').value = form.querySelector('[data-suggestion]').textContent;
      form.querySelector('textarea').focus();
    });
  });
  root.querySelectorAll('[data-sortable]').forEach((list) => {
    let dragged = null;
    const clear = () => list.querySelectorAll('.is-over').forEach((item) => item.classList.remove('is-over'));
    list.addEventListener('dragstart', (event) => {
      dragged = event.target.closest('.digest-grip') && event.target.closest('.digest-item');
      if (!dragged) { event.preventDefault(); return; }
      event.dataTransfer.effectAllowed = 'move';
      event.dataTransfer.setData('text/plain', dragged.dataset.item);
      event.dataTransfer.setDragImage(dragged, 10, 10);
      dragged.classList.add('is-dragged');
    });
    list.addEventListener('dragover', (event) => {
      if (!dragged) return;
      event.preventDefault();
      clear();
      const over = event.target.closest('.digest-item');
      if (over && over !== dragged) over.classList.add('is-over');
    });
    list.addEventListener('drop', (event) => {
      if (!dragged) return;
      event.preventDefault();
      const over = event.target.closest('.digest-item');
      if (over && over !== dragged) {
        const below = event.clientY > over.getBoundingClientRect().top + over.offsetHeight / 2;
        list.insertBefore(dragged, below ? over.nextSibling : over);
        keep(list);
      }
    });
    list.addEventListener('dragend', () => { dragged?.classList.remove('is-dragged'); dragged = null; clear(); });
    list.addEventListener('keydown', (event) => {
      const item = event.target.closest('.digest-item');
      if (!event.altKey || !['ArrowUp', 'ArrowDown'].includes(event.key) || !item) return;
      event.preventDefault();
      if (event.key === 'ArrowUp' && item.previousElementSibling) list.insertBefore(item, item.previousElementSibling);
      if (event.key === 'ArrowDown' && item.nextElementSibling) list.insertBefore(item.nextElementSibling, item);
      event.target.focus();
      keep(list);
    });
  });
})();
