// What each button makes of the chosen words: [text, from, to, chosen from, chosen to] within the whole. Pressed twice, it is taken away.
import { block, lines } from "./lines.js";

const PAIRS = { bold: "**", italic: "*", code: "`" };
const LINES = { quote: "> ", list: "- " };

function pair(whole, from, to, mark) {
  const [size, words] = [mark.length, whole.slice(from, to)];
  const alone = (at) => mark !== "*" || whole[at] !== "*";
  if (whole.slice(from - size, from) === mark && whole.slice(to, to + size) === mark && alone(from - size - 1) && from >= size)
    return [words, from - size, to + size, from - size, to - size];
  if (mark === "`" && words.includes("\n")) return block(whole, from, to);
  return [mark + words + mark, from, to, from + size, to + size];
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
