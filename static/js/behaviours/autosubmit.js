// data-autosubmit: a GET form that sends itself when something in it changes.
// Empty fields and the first choice of a list, which is the usual one, stay out of the address.
let typing;

function formOf(target) {
  const form = target.form;
  return form && "autosubmit" in form.dataset ? form : null;
}

document.addEventListener("change", (event) => {
  clearTimeout(typing);
  formOf(event.target)?.requestSubmit();
});

document.addEventListener("input", (event) => {
  const form = formOf(event.target);
  if (!form || event.target.type === "checkbox" || event.target.type === "radio" || event.target.tagName === "SELECT") return;
  clearTimeout(typing);
  typing = setTimeout(() => form.requestSubmit(), 600);
});

document.addEventListener("formdata", (event) => {
  if (!("autosubmit" in event.target.dataset)) return;
  for (const [name, value] of [...event.formData]) if (value === "") event.formData.delete(name);
  for (const field of event.target.elements) if (field.tagName === "SELECT" && field.selectedIndex === 0) event.formData.delete(field.name);
});
