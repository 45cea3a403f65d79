// form[data-upload]: its file goes as soon as it is chosen, and the page says how far it is.
import { say, words } from "./toasts.js";

function show(form, text, part = 100) {
  const meter = form.querySelector("[data-sending]");
  meter.hidden = false;
  meter.querySelector("progress").value = part;
  meter.querySelector("p").textContent = text;
}

function fail(form, text) {
  form.querySelector("[data-sending]").hidden = true;
  form.elements.file.value = "";
  say(text, { failed: true });
}

function answered(form, ask) {
  const to = ask.getResponseHeader("HX-Redirect");
  if (to) return location.assign(to);
  if (ask.status !== 422) return fail(form, ask.status === 413 ? form.dataset.wordsLarge : words(ask.status === 429 ? "busy" : "failed"));
  form.outerHTML = ask.responseText;
  document.getElementById("file").focus();
}

function send(form) {
  if (form.elements.file.files[0].size > Number(form.dataset.largest)) return fail(form, form.dataset.wordsLarge);
  const ask = new XMLHttpRequest();
  ask.open("POST", form.action);
  for (const [name, value] of [["HX-Request", "true"], ["HX-Request-Type", "partial"]]) ask.setRequestHeader(name, value);
  ask.upload.addEventListener("progress", ({ loaded, total }) => show(form, form.dataset.wordsSending.replace("__n__", Math.floor((100 * loaded) / total)), (100 * loaded) / total));
  ask.upload.addEventListener("load", () => show(form, form.dataset.wordsReading));
  ask.addEventListener("load", () => answered(form, ask));
  ask.addEventListener("error", () => fail(form, words("failed")));
  ask.send(new FormData(form));
}

document.addEventListener("change", (event) => event.target.matches("form[data-upload] [type=file]") && event.target.files.length && send(event.target.form));
