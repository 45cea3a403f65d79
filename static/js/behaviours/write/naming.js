// What is being typed after an @, and taking somebody in its place.
import { put } from "./put.js";

const NAMED = /(?<![A-Za-z0-9_/.@])@([\p{L}\p{N}_]{0,30})$/u;

export const typed = (field) => (field.selectionStart === field.selectionEnd ? NAMED.exec(field.value.slice(0, field.selectionStart)) : null);

export function take(field, handle) {
  const found = typed(field);
  if (found) put(field, `@${handle} `, found.index, field.selectionStart);
}
