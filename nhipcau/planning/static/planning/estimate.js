/* The estimate adds up while it is typed, and grows by a row without asking the server. Without this the page still
   works: amounts are shown once it is kept, and a button asks for more rows. */
(() => {
  const table = document.querySelector("[data-estimate]");
  if (!table) return;
  const form = table.closest("form");
  const body = table.tBodies[0];
  const total = form.querySelector("[name$=TOTAL_FORMS]");
  const words = (amount) => Math.round(amount).toLocaleString("vi-VN");
  const scales = { "": 1, "đ": 1, "đồng": 1, "nghìn": 1e3, "ngàn": 1e3, "triệu": 1e6, "tr": 1e6, "tỷ": 1e9, "tỉ": 1e9 };
  const money = (text) => {
    const match = /^([\d.,\s]+?)\s*([a-zđýỷỉìàệ]*)$/i.exec(text.trim());
    if (!match) return NaN;
    const scale = scales[match[2].toLowerCase()];
    if (/^\d{1,3}([.,\s]\d{3})+$/.test(match[1]) && scale === 1) return Number(match[1].replace(/\D/g, ""));
    return Number(match[1].replace(/\s/g, "").replace(",", ".")) * scale;
  };
  const add = () => {
    let sum = 0;
    for (const row of body.rows) {
      const of = (name) => row.querySelector(`[data-cost=${name}]`)?.value ?? "";
      const amount = Number(of("quantity") || "0") * Number(of("times") || "1") * money(of("unit_price") || "0");
      const cell = row.querySelector("[data-amount]");
      if (cell) cell.textContent = Number.isFinite(amount) && amount ? words(amount) : "";
      if (Number.isFinite(amount)) sum += Math.round(amount);
    }
    form.querySelector("[data-total]").textContent = words(sum);
  };
  form.querySelector("[name=more]")?.addEventListener("click", (event) => {
    event.preventDefault();
    const number = Number(total.value);
    const row = body.rows[body.rows.length - 1].cloneNode(true);
    for (const field of row.querySelectorAll("input, select")) {
      for (const name of ["name", "id"]) {
        const old = field.getAttribute(name);
        if (old) field.setAttribute(name, old.replace(/-\d+-/, `-${number}-`));
      }
      field.value = "";
      field.removeAttribute("aria-invalid");
    }
    for (const fault of row.querySelectorAll(".nc-fault")) fault.remove();
    body.append(row);
    total.value = String(number + 1);
    row.querySelector("input")?.focus();
    add();
  });
  body.addEventListener("input", add);
  add();
})();
