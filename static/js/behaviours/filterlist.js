// data-filter-list="id" on a search field: of the boxes in that element only those whose words hold what is typed stay.
const plain = (words) => words.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase().trim();

document.addEventListener("input", ({ target }) => {
  if (!target.matches?.("[data-filter-list]")) return;
  const typed = plain(target.value);
  for (const label of document.getElementById(target.dataset.filterList).querySelectorAll("label")) {
    label.hidden = !plain(label.textContent).includes(typed);
  }
});

document.addEventListener("keydown", (event) => {
  // The field belongs to no answer: Enter must not send the form.
  if (event.key === "Enter" && event.target.matches?.("[data-filter-list]")) event.preventDefault();
});
