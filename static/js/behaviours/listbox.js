// A listbox under a text field: opened with options from the server, moved through by aria-activedescendant.
// A field of one line is a combobox; one of several lines may have no other role, and only says that it has a list.
export function listbox(input, { id = "suggestions", label = input.getAttribute("aria-label") ?? "" } = {}) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = id;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  input.after(list);
  const isLine = input.localName === "input";
  const said = isLine ? { role: "combobox", "aria-expanded": "false" } : { "aria-haspopup": "listbox" };
  Object.assign(said, { "aria-controls": list.id, "aria-autocomplete": "list" });
  for (const [name, value] of Object.entries(said)) input.setAttribute(name, value);
  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");
  const show = (html = "") => {
    list.innerHTML = html;
    if (isLine) input.setAttribute("aria-expanded", String(options().length > 0));
    input.removeAttribute("aria-activedescendant");
  };
  const rest = () => {
    chosen()?.setAttribute("aria-selected", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const move = (step) => {
    const all = options();
    const next = all[(all.indexOf(chosen()) + step + all.length + (step < 0 && !chosen() ? 1 : 0)) % all.length];
    chosen()?.setAttribute("aria-selected", "false");
    next?.setAttribute("aria-selected", "true");
    next?.scrollIntoView({ block: "nearest" });
    if (next) input.setAttribute("aria-activedescendant", next.id);
  };
  return { list, show, rest, move, chosen };
}
