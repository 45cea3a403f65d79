// One request with its progress; rejects when no answer came.
export const token = (picker) => picker.closest("form").elements.csrf_token.value;

export class Unanswered extends Error {}

export function request(method, address, { headers = {}, body = null, progress = null, signal = null } = {}) {
  return new Promise((done, fail) => {
    const ask = new XMLHttpRequest();
    ask.open(method, address);
    ask.responseType = "json";
    for (const [name, value] of Object.entries(headers)) ask.setRequestHeader(name, value);
    if (progress) ask.upload.addEventListener("progress", (event) => progress(event.loaded));
    ask.addEventListener("load", () => done(ask));
    for (const name of ["error", "abort", "timeout"]) ask.addEventListener(name, () => fail(new Unanswered(name)));
    signal?.addEventListener("abort", () => ask.abort());
    ask.send(body);
  });
}

export function receipt() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, "0")).join("");
}
