// The unit under the pointer or the keyboard lights up on the map and in the list alike. Without scripts both are links.
for (const map of document.querySelectorAll("[data-map]")) {
  const light = (key) => { for (const link of map.querySelectorAll("[data-key]")) link.classList.toggle("is-lit", link.dataset.key === key); };
  const of = (event) => event.target.closest?.("[data-key]")?.dataset.key ?? null;
  for (const name of ["pointerover", "focusin"]) map.addEventListener(name, (event) => light(of(event)));
  for (const name of ["pointerleave", "focusout"]) map.addEventListener(name, () => light(null));
}
