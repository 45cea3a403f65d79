// What is made of the whole lines of a choice, as in marks.js.
function around(whole, from, to) {
  const next = whole.indexOf("\n", to);
  return [from && whole.lastIndexOf("\n", from - 1) + 1, next < 0 ? whole.length : next];
}

export function block(whole, start, end) {
  const [from, to] = around(whole, start, end);
  const words = whole.slice(from, to);
  if (from > 3 && whole.slice(from - 4, from) === "```\n" && whole.slice(to, to + 4) === "\n```") return [words, from - 4, to + 4, from - 4, to - 4];
  return [`\`\`\`\n${words}\n\`\`\``, from, to, from + 4, to + 4];
}

export function lines(whole, from, to, mark) {
  const [start, end] = around(whole, from, to);
  const all = whole.slice(start, end).split("\n");
  const marked = all.every((line) => line.startsWith(mark));
  const text = all.map((line) => (marked ? line.slice(mark.length) : mark + line)).join("\n");
  return [text, start, end, from === to ? start + text.length : start, start + text.length];
}
