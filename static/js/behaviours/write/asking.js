// Shows who can be named by what is typed after an @, below it, unless something else stands there by then.
import { typed } from "./naming.js";
import { PART } from "./part.js";
import { place } from "./place.js";

export async function ask(field, box) {
  const found = typed(field);
  if (!found) return box.show();
  const address = new URL(field.dataset.people, location);
  address.searchParams.set("q", found[1]);
  const answer = await fetch(address, { headers: PART }).catch(() => null);
  const options = answer?.ok ? await answer.text() : "";
  if (typed(field)?.[1] !== found[1] || document.activeElement !== field) return;
  box.show(options);
  box.move(1);
  place(box.list, field, found.index);
}
