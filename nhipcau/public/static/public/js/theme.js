// Light, dark or as the device.
const root = document.documentElement;
const read = () => { try { return localStorage.getItem("theme") || "auto"; } catch { return "auto"; } };
const apply = (choice) => {
  if (choice === "auto") delete root.dataset.theme; else root.dataset.theme = choice;
  for (const button of document.querySelectorAll("[data-theme-set]")) button.setAttribute("aria-pressed", String(button.dataset.themeSet === choice));
};
apply(read());
// The typeface comes once the first words stand.
const sheet = (href) => document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href }));
requestAnimationFrame(() => setTimeout(sheet, 0, document.querySelector("[data-fonts]").dataset.fonts));
for (const group of document.querySelectorAll("[data-theme-choice]")) {
  group.hidden = false;
  group.addEventListener("click", ({ target }) => {
    const choice = target.closest("[data-theme-set]")?.dataset.themeSet;
    if (!choice) return;
    try { if (choice === "auto") localStorage.removeItem("theme"); else localStorage.setItem("theme", choice); } catch { /* private window */ }
    apply(choice);
  });
}
// One open panel; Escape or a click elsewhere closes it.
const pops = [...document.querySelectorAll("details.pop")];
for (const pop of pops) pop.addEventListener("toggle", () => { if (pop.open) for (const other of pops) if (other !== pop) other.open = false; });
document.addEventListener("keydown", (event) => { if (event.key !== "Escape") return; for (const pop of pops) if (pop.open) { pop.open = false; pop.querySelector("summary").focus(); } });
document.addEventListener("click", ({ target }) => { for (const pop of pops) if (pop.open && !pop.contains(target)) pop.open = false; });
// Search boxes' helpers: after the page, or when somebody goes there.
const fetched = new Set();
const more = () => { for (const { dataset } of document.querySelectorAll("[data-later]")) for (const url of dataset.later.split(" ")) {
  if (fetched.has(url)) continue;
  fetched.add(url);
  if (url.split("?")[0].endsWith(".css")) sheet(url);
  else import(url);
} };
const rest = () => setTimeout(() => { root.dataset.whole = ""; more(); }, 300);
if (document.readyState === "complete") rest(); else addEventListener("load", rest);
document.addEventListener("focusin", ({ target }) => { if (target.closest("[role=search]")) more(); });
