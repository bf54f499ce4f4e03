// The address follows the headline while a page is new: Vietnamese letters lose their marks, not themselves ("dừa" is "dua").
// Wagtail's own transliteration drops letters with two marks. What a person types into the address stays.
(() => {
  const plain = (text) => text.normalize('NFD').replace(/[\u0300-\u036f]/g, '').replace(/[đĐ]/g, 'd').toLowerCase()
    .replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 120);
  document.addEventListener('DOMContentLoaded', () => {
    const title = document.getElementById('id_title');
    const slug = document.getElementById('id_slug');
    if (!title || !slug || !title.dataset.wSyncTargetValue) return;
    let typed = slug.value !== '' && slug.value !== plain(title.value);
    slug.addEventListener('input', (event) => { if (event.isTrusted) typed = true; });
    const follow = () => { if (!typed && plain(title.value)) slug.value = plain(title.value); };
    for (const name of ['input', 'keyup', 'change', 'blur']) title.addEventListener(name, () => [60, 250, 450].forEach((wait) => setTimeout(follow, wait)));
    for (const name of ['input', 'change']) slug.addEventListener(name, (event) => { if (!event.isTrusted) setTimeout(follow); });
    title.form.addEventListener('submit', follow, true);
  });
})();
