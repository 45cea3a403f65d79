// Puts text into a field in place of what lies between two points; Ctrl+Z takes it away again.
export function put(field, text, from = field.selectionStart, to = field.selectionEnd) {
  field.focus({ preventScroll: true });
  field.setSelectionRange(from, to);
  // Out of date, but the only way that the field's own undo knows of.
  const done = text ? document.execCommand("insertText", false, text) : document.execCommand("delete");
  if (done || (!text && from === to)) return;
  field.setRangeText(text, from, to, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
