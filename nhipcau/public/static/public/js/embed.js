// A film on another site is asked for only when a person presses play. Without scripts the button is a link to it.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-embed]");
  if (!link || !link.dataset.embed || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.src = link.dataset.embed;
  frame.title = link.dataset.title;
  frame.allow = "autoplay; fullscreen; picture-in-picture";
  frame.referrerPolicy = "strict-origin-when-cross-origin";
  link.parentElement.replaceChildren(frame);
  frame.focus();
});
