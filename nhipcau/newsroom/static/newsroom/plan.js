// Dragging on the month board: pointer events, so that a finger works too. Without this file the form on a piece's own page does the same.
(() => {
  const form = document.getElementById("nr-move");
  if (!form) return;
  let held = null;
  let over = null;

  const cellAt = (event) => document.elementFromPoint(event.clientX, event.clientY)?.closest("td[data-column]") ?? null;
  const mark = (cell) => {
    if (over === cell) return;
    over?.classList.remove("nr-plan__over");
    cell?.classList.add("nr-plan__over");
    over = cell;
  };
  // In a week the day of the week stays, as far as the week has it.
  const dayIn = (cell, day) => {
    const weekday = (text) => (new Date(`${text}T00:00:00Z`).getUTCDay() + 6) % 7;
    const first = new Date(`${cell.dataset.first}T00:00:00Z`);
    const last = new Date(`${cell.dataset.last}T00:00:00Z`);
    const wanted = new Date(first);
    wanted.setUTCDate(first.getUTCDate() + Math.max(0, weekday(day) - weekday(cell.dataset.first)));
    return (wanted > last ? last : wanted).toISOString().slice(0, 10);
  };
  const letGo = () => {
    held?.classList.remove("nr-slot--held");
    mark(null);
    held = null;
  };

  document.querySelectorAll(".nr-slot__grip").forEach((grip) => {
    grip.addEventListener("pointerdown", (event) => {
      held = grip.closest(".nr-slot");
      held.classList.add("nr-slot--held");
      grip.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    grip.addEventListener("pointermove", (event) => held && mark(cellAt(event)));
    grip.addEventListener("pointercancel", letGo);
    grip.addEventListener("pointerup", (event) => {
      const cell = cellAt(event);
      const slot = held;
      letGo();
      if (!slot || !cell || cell === slot.closest("td")) return;
      form.elements.slot.value = slot.dataset.slot;
      form.elements.column.value = cell.dataset.column;
      form.elements.on_date.value = dayIn(cell, slot.dataset.day);
      form.submit();
    });
  });
  document.addEventListener("keydown", (event) => event.key === "Escape" && letGo());
})();
