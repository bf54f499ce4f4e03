// A copy of the site that is only files cannot answer: words stand in the address and none in the page. Then the titles are looked through here.
const place = document.querySelector("[data-titles]"), asked = new URLSearchParams(location.search).get("q")?.trim();
const fold = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replaceAll("đ", "d");
if (place && asked) {
  const words = fold(asked).split(/[\s,.]+/).filter(Boolean);
  const worth = ([title, , lead]) => {
    const [first, second] = [fold(title), fold(lead)];
    return words.every((word) => `${first} ${second}`.includes(word)) ? words.filter((word) => first.includes(word)).length + 1 : 0;
  };
  document.querySelectorAll("input[name=q]").forEach((input) => { input.value = asked; });
  const rows = await (await fetch(place.dataset.titles)).json();
  const found = rows.map((row) => [worth(row), row]).filter(([worth]) => worth).sort((a, b) => b[0] - a[0]).slice(0, 40);
  place.querySelector("ul").replaceChildren(...found.map(([, [title, url, lead]]) => {
    const item = document.createElement("li"), heading = document.createElement("h3"), link = document.createElement("a"), text = document.createElement("p");
    link.href = url; link.textContent = title; text.textContent = lead;
    heading.append(link); item.append(heading, text);
    return item;
  }));
  place.querySelector("p").hidden = found.length > 0;
  place.hidden = false;
}
