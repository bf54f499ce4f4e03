// Pictures large, one after another, in a <dialog>. Without scripts each picture is a link to its file.
const button = (name, label, act) => {
  const made = document.createElement("button");
  made.type = "button"; made.className = "button button--icon"; made.textContent = name; made.setAttribute("aria-label", label);
  made.addEventListener("click", act);
  return made;
};
for (const list of document.querySelectorAll("[data-gallery]")) {
  const links = [...list.querySelectorAll("a")];
  if (!links.length || !("showModal" in HTMLDialogElement.prototype)) continue;
  const dialog = document.createElement("dialog");
  dialog.className = "lightbox";
  const image = document.createElement("img");
  const words = document.createElement("p");
  words.setAttribute("aria-live", "polite");
  let at = 0;
  const show = (to) => {
    at = (to + links.length) % links.length;
    image.src = links[at].href;
    image.alt = links[at].querySelector("img").alt;
    words.textContent = `${at + 1}/${links.length}  ${links[at].parentElement.querySelector("figcaption")?.textContent.trim() ?? ""}`;
  };
  const bar = document.createElement("div");
  bar.className = "lightbox__bar";
  const { close, next, previous } = list.dataset;
  bar.append(button("‹", previous, () => show(at - 1)), words, button("›", next, () => show(at + 1)), button("×", close, () => dialog.close()));
  dialog.append(image, bar);
  dialog.addEventListener("keydown", ({ key }) => { if (key === "ArrowRight") show(at + 1); if (key === "ArrowLeft") show(at - 1); });
  dialog.addEventListener("close", () => links[at].focus());
  document.body.append(dialog);
  links.forEach((link, index) => link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(index);
    dialog.showModal();
  }));
}
