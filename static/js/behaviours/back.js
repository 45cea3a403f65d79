// nav[data-more]: who comes Back to a stream finds as much of it as they had, and stands where they stood.
const key = `stream:${location.pathname}${location.search}`;
const links = () => [...document.querySelectorAll("main article a[href]")];
let pages = 0;

document.addEventListener("htmx-before-swap", ({ target }) => (pages += target.closest?.("nav[data-more]") ? 1 : 0));

addEventListener("pagehide", () => {
  const near = links().find((link) => link.getBoundingClientRect().top > 64);
  const place = near && [pages, near.getAttribute("href"), near.getBoundingClientRect().top];
  if (pages && place) sessionStorage.setItem(key, JSON.stringify(place));
  else sessionStorage.removeItem(key);
});

function more() {
  const link = document.querySelector("nav[data-more] a");
  return new Promise((done) => {
    document.addEventListener("htmx-after-swap", () => done(true), { once: true });
    setTimeout(done, 5000, false);
    if (link) link.click();
    else done(false);
  });
}

async function back([many, href, top]) {
  for (let n = 0; n < many; n += 1) if (!(await more())) break;
  const near = links().find((link) => link.getAttribute("href") === href);
  // Twice: what comes into sight only then has its real height.
  for (let n = 0; near && n < 2; n += 1) await new Promise((done) => requestAnimationFrame(() => done(scrollBy(0, near.getBoundingClientRect().top - top))));
}

const kept = performance.getEntriesByType("navigation")[0]?.type === "back_forward" && sessionStorage.getItem(key);
if (kept) addEventListener("load", () => back(JSON.parse(kept)));
