// Bringing in: drop files, and ask every second how far the reading is.
(() => {
  const fill = (root) => root.querySelectorAll('[data-percent]').forEach((bar) => { bar.style.width = `${bar.dataset.percent}%`; });
  fill(document);
  const drop = document.querySelector('[data-drop]');
  if (drop) {
    const input = drop.querySelector('input');
    ['dragover', 'dragenter'].forEach((name) => drop.addEventListener(name, (event) => { event.preventDefault(); drop.classList.add('is-over'); }));
    ['dragleave', 'drop'].forEach((name) => drop.addEventListener(name, () => drop.classList.remove('is-over')));
    drop.addEventListener('drop', (event) => { event.preventDefault(); input.files = event.dataTransfer.files; input.form.requestSubmit(); });
  }
  const list = document.getElementById('intakes');
  const ask = async () => {
    if (!list || !list.querySelector('[data-working]')) return;
    const answer = await fetch(list.dataset.progress, { headers: { 'X-Part': '1' } });
    if (answer.ok) { list.innerHTML = await answer.text(); fill(list); }
    setTimeout(ask, 1000);
  };
  setTimeout(ask, 1000);
})();
