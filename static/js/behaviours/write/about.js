// [data-about]: the line that says which reply is answered, and its button that answers none.
export function about(form, number, name) {
  form.elements.answers.value = number;
  const line = form.querySelector("[data-about]");
  line.hidden = !Number(number);
  line.querySelector("span").textContent = form.dataset.answers.replace("{n}", number).replace("{name}", name);
  form.elements.answers.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-about] button");
  if (!button) return;
  about(button.form, "", "");
  button.form.elements.body.focus();
});
