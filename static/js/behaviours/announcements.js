// data-announcement: what a visitor has put away stays away in this browser. Members' browsers tell the server.
const KEY = "announcements";

function away() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) || [];
  } catch {
    return [];
  }
}

for (const button of document.querySelectorAll("[data-put-away]")) {
  const note = button.closest("[data-announcement]");
  note.hidden = away().includes(note.dataset.announcement);
  button.addEventListener("click", () => {
    note.hidden = true;
    document.getElementById("main").focus();
    try {
      localStorage.setItem(KEY, JSON.stringify([...away(), note.dataset.announcement].slice(-50)));
    } catch {
      // A browser that keeps nothing shows it again.
    }
  });
}
