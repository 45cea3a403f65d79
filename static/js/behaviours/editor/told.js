// What an autosave was answered: the line that says so, where the words are kept now, what another has written meanwhile.
import { form, parts } from "./form.js";

const line = () => document.getElementById("save-state");

export const state = () => line().dataset.state;

export function tell(name) {
  const words = line().getAttribute(`data-words-${name}`) ?? "";
  if (line().dataset.state === name) return;
  line().dataset.state = name;
  line().textContent = words;
}

function refresh({ seq, ticket, token, address }) {
  const { elements } = form();
  if (seq) elements.seq.value = seq;
  if (ticket) elements.ticket.value = ticket;
  // In another page than its own the address is that page's.
  if (address && !("guest" in form().dataset)) history.replaceState(history.state, "", address);
  if (!token) return;
  for (const field of document.getElementsByName("csrf_token")) field.value = token;
  document.body.setAttribute("data-hx-headers-inherited", JSON.stringify({ "X-CSRFToken": token }));
}

// Whether the words are kept now.
export async function adopt(answer) {
  if (![200, 401, 409].includes(answer.status)) return false;
  const found = await parts(answer);
  const told = found.getElementById("save-state");
  if (!told) return false;
  refresh(told.dataset);
  line().replaceWith(told);
  const against = (page) => page.querySelector("#conflict [name=against]")?.value;
  const other = against(found);
  if (other && other !== against(document)) document.getElementById("conflict").replaceWith(found.getElementById("conflict"));
  return told.dataset.state !== "lost";
}
