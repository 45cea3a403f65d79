// The words of a reply that were chosen when its link was pressed: the press itself lets go of them.
let words = "";

export const chosen = () => words;

function note({ target }) {
  const selection = getSelection();
  const said = target.closest?.("a[data-quote]")?.closest("article").querySelector(".reply-main > .prose");
  const inside = said && selection.rangeCount && said.contains(selection.getRangeAt(0).commonAncestorContainer);
  words = inside ? selection.toString().trim() : "";
}

document.addEventListener("pointerdown", note);
document.addEventListener("keydown", note);

// As the server quotes.
export const quoted = (name, text) => [`**${name}**`, "", ...text.split(/\n+/)].map((line) => `> ${line}`.trimEnd()).join("\n") + "\n\n";
