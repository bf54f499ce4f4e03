// Recordings: ask every other second how far hearing is; a time among the words plays from there.
(() => {
  const place = document.querySelector('[data-progress]');
  const player = document.querySelector('[data-player]');
  document.addEventListener('click', (event) => {
    const button = event.target.closest('[data-at]');
    if (!button || !player) return;
    player.currentTime = Number(button.dataset.at);
    player.play();
  });
  const ask = async () => {
    if (!place || !place.querySelector('[data-working]')) return;
    const list = place.querySelector('.recording-pieces');
    const wasAtEnd = !list || list.scrollTop + list.clientHeight >= list.scrollHeight - 8;
    const where = list ? list.scrollTop : 0;
    const answer = await fetch(place.dataset.progress).catch(() => null);
    if (answer && answer.ok) {
      const text = await answer.text();
      if (!place.contains(document.activeElement) || !text.includes('data-working')) {
        place.innerHTML = text;
        const now = place.querySelector('.recording-pieces');
        if (now) now.scrollTop = wasAtEnd ? now.scrollHeight : where;
      }
      if ('reload' in place.dataset && !place.querySelector('[data-working]')) { window.location.reload(); return; }
    }
    setTimeout(ask, 2000);
  };
  setTimeout(ask, 2000);
})();
