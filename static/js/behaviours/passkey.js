// form[data-passkey]: asks the browser to create or get the passkey of data-options, and sends its answer.
const read = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const write = (data) => btoa(String.fromCharCode(...new Uint8Array(data))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

function asked(options) {
  options.challenge = read(options.challenge);
  if (options.user) options.user.id = read(options.user.id);
  for (const key of [...(options.excludeCredentials ?? []), ...(options.allowCredentials ?? [])]) key.id = read(key.id);
  return { publicKey: options };
}

function told(key) {
  const response = { transports: key.response.getTransports?.() };
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (key.response[name]) response[name] = write(key.response[name]);
  const extensions = JSON.stringify(key.getClientExtensionResults());
  return JSON.stringify({ id: key.id, rawId: write(key.rawId), type: key.type, response, extensions });
}

function say(form, when) {
  for (const line of form.querySelectorAll("[data-when]")) line.hidden = line.dataset.when !== when;
  form.querySelector("[data-passkey-start]").hidden = when === "waiting" || when === "unsupported";
}

async function start(form) {
  say(form, window.PublicKeyCredential ? "waiting" : "unsupported");
  if (!window.PublicKeyCredential) return;
  try {
    form.elements.credential.value = told(await navigator.credentials[form.dataset.passkey](asked(JSON.parse(form.dataset.options))));
    form.requestSubmit();
  } catch ({ name }) {
    say(form, form.querySelector(`[data-when="${name}"]`) ? name : "other");
  }
}

document.addEventListener("click", ({ target }) => target.closest("[data-passkey-start]") && start(target.closest("form")));
document.querySelectorAll("form[data-passkey]").forEach(start);
