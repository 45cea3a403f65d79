// A small drawing of a chosen file at once, before anything is sent. One at a time: an opened photo is large.
let last = Promise.resolve();
const SIDE = 480;

async function draw(view, file) {
  const found = await createImageBitmap(file);
  const canvas = document.createElement("canvas");
  const scale = Math.min(1, SIDE / Math.min(found.width, found.height));
  canvas.width = Math.max(1, Math.round(found.width * scale));
  canvas.height = Math.max(1, Math.round(found.height * scale));
  canvas.getContext("2d").drawImage(found, 0, 0, canvas.width, canvas.height);
  canvas.setAttribute("aria-hidden", "true");
  found.close();
  view.replaceChildren(canvas);
  view.removeAttribute("data-empty");
}

// What the browser cannot draw, such as HEIC, keeps its icon until the server has.
export function preview(slot, file) {
  const view = slot.querySelector("[data-view] .picture");
  last = last.then(() => draw(view, file)).catch(() => {});
}
