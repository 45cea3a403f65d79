// A listbox under a text field: opened with options from the server, moved through by aria-activedescendant.
// `lasting`: the field is always a combobox; one of several lines is one only while the list is open.
export function listbox(input, { id = "suggestions", label = input.getAttribute("aria-label") ?? "", lasting = true } = {}) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = id;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  list.addEventListener("pointerdown", (event) => event.preventDefault());
  input.after(list);
  const said = { role: "combobox", "aria-controls": list.id, "aria-expanded": "false", "aria-autocomplete": "list" };
  const say = () => Object.entries(said).forEach(([name, value]) => input.setAttribute(name, value));
  const hush = () => Object.keys(said).forEach((name) => input.removeAttribute(name));
  if (lasting) say();
  const options = () => [...list.querySelectorAll("[role=option]")];
  const chosen = () => list.querySelector("[aria-selected=true]");
  const show = (html = "") => {
    list.innerHTML = html;
    const isOpen = options().length > 0;
    if (!lasting && isOpen) say();
    input.setAttribute("aria-expanded", String(isOpen));
    if (!lasting && !isOpen) hush();
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
  return { list, show, move, chosen };
}
