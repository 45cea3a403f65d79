// Puts a list below a character of a text field: where that stands is measured on a copy of the field.
const LIKE = ["font", "letterSpacing", "lineHeight", "padding", "border", "boxSizing", "wordBreak", "overflowWrap", "textAutospace"];

export function place(list, field, at) {
  const [copy, here, style] = [document.createElement("div"), document.createElement("span"), getComputedStyle(field)];
  for (const name of LIKE) copy.style[name] = style[name];
  Object.assign(copy.style, { position: "absolute", visibility: "hidden", whiteSpace: "pre-wrap", inlineSize: `${field.offsetWidth}px` });
  here.textContent = "@";
  copy.append(field.value.slice(0, at), here);
  field.after(copy);
  const top = field.offsetTop + here.offsetTop - field.scrollTop + here.offsetHeight + 4;
  const left = Math.min(field.offsetLeft + here.offsetLeft, field.offsetLeft + field.offsetWidth - list.offsetWidth);
  copy.remove();
  Object.assign(list.style, { insetBlockStart: `${Math.min(top, field.offsetTop + field.offsetHeight)}px`, insetInlineStart: `${Math.max(left, 0)}px` });
}
