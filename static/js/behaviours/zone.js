// data-zone: the browser's time zone goes with a sign-in, so that its owner sees later where that was.
for (const field of document.querySelectorAll("input[data-zone]")) {
  field.value = Intl.DateTimeFormat().resolvedOptions().timeZone ?? "";
}
