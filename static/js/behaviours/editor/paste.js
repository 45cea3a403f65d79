// A table pasted into a cell goes into this cell and those to the right and below.
const cellsOf = (row) => [...row.querySelectorAll("td .input")];

function put(field, value) {
  field.value = value.trim();
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("paste", (event) => {
  const field = event.target.closest("[data-grid] .input");
  const text = event.clipboardData.getData("text/plain").replace(/\r/g, "").replace(/\n$/, "");
  if (!field || !/[\t\n]/.test(text)) return;
  event.preventDefault();
  const rows = [...field.closest("tbody").rows];
  const [top, left] = [rows.indexOf(field.closest("tr")), cellsOf(field.closest("tr")).indexOf(field)];
  text.split("\n").forEach((line, down) => {
    const cells = rows[top + down] ? cellsOf(rows[top + down]).slice(left) : [];
    line.split("\t").forEach((value, right) => cells[right] && put(cells[right], value));
  });
});
