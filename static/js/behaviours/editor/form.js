// The editor's form, asked for each time because a part of the page may have been swapped, and its fields as they are sent.
export const form = () => document.querySelector("form[data-editor]");

function fields(source) {
  const data = new FormData(source);
  for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
  return data;
}

// Rejects when there is no answer at all.
export function send(address, more = {}) {
  const headers = { "HX-Request": "true", "HX-Request-Type": "partial", "X-CSRFToken": form().elements.csrf_token.value };
  return fetch(address, { method: "POST", body: fields(form()), headers, redirect: "manual", ...more });
}

export async function parts(answer) {
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

// Runs once nothing has happened for so long.
export function quiet(run, wait) {
  let timer;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(run, wait);
  };
}
