// What each button makes of the chosen words: [text, from, to, chosen from, chosen to] within the whole. Pressed twice, it is taken away.
const PAIRS = { bold: "**", italic: "*", code: "`" };
const LINES = { quote: "> ", list: "- " };

// The whole lines of a choice.
function around(whole, from, to) {
  const next = whole.indexOf("\n", to);
  return [from && whole.lastIndexOf("\n", from - 1) + 1, next < 0 ? whole.length : next];
}

function block(whole, from, to) {
  const words = whole.slice(from, to);
  if (from > 3 && whole.slice(from - 4, from) === "```\n" && whole.slice(to, to + 4) === "\n```") return [words, from - 4, to + 4, from - 4, to - 4];
  return [`\`\`\`\n${words}\n\`\`\``, from, to, from + 4, to + 4];
}

function pair(whole, from, to, mark) {
  const [size, words] = [mark.length, whole.slice(from, to)];
  const alone = (at) => mark !== "*" || whole[at] !== "*";
  if (whole.slice(from - size, from) === mark && whole.slice(to, to + size) === mark && alone(from - size - 1) && from >= size)
    return [words, from - size, to + size, from - size, to - size];
  if (mark === "`" && words.includes("\n")) return block(whole, ...around(whole, from, to));
  return [mark + words + mark, from, to, from + size, to + size];
}

function lines(whole, from, to, mark) {
  const [start, end] = around(whole, from, to);
  const all = whole.slice(start, end).split("\n");
  const marked = all.every((line) => line.startsWith(mark));
  const text = all.map((line) => (marked ? line.slice(mark.length) : mark + line)).join("\n");
  return [text, start, end, from === to ? start + text.length : start, start + text.length];
}

function link(whole, from, to) {
  const words = whole.slice(from, to);
  const isAddress = /^https?:\/\/\S+$/.test(words);
  const text = isAddress ? `[](${words})` : `[${words}](https://)`;
  const at = isAddress ? from + 1 : from + text.length - 1;
  return [text, from, to, at, at];
}

export function marked(kind, whole, from, end) {
  // With a whole line its end is chosen too.
  const to = end - /\n*$/.exec(whole.slice(from, end))[0].length;
  if (kind in PAIRS) return pair(whole, from, to, PAIRS[kind]);
  return kind in LINES ? lines(whole, from, to, LINES[kind]) : link(whole, from, to);
}
