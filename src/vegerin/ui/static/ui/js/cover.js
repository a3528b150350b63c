// Shift three times, or the corner, covers the page: plain paper and the mark; the draft is kept first, then
// the session is locked on the server, so nothing comes back without the passphrase (D30).
let presses = [];
const cover = () => {
  document.dispatchEvent(new CustomEvent("keep-draft"));
  document.body.classList.add("covered");
  const sheet = document.createElement("div");
  sheet.className = "cover";
  const mark = document.querySelector(".mark svg");
  if (mark) sheet.append(mark.cloneNode(true));
  document.body.append(sheet);
  document.title = "·";
  const lock = document.querySelector(`form[action="${document.body.dataset.lock}"]`);
  if (document.body.dataset.lock && lock) setTimeout(() => lock.submit(), 300);
};
document.addEventListener("keydown", (event) => {
  if (event.key !== "Shift" || event.repeat) {
    if (event.key !== "Shift") presses = [];
    return;
  }
  const now = event.timeStamp;
  presses = presses.filter((time) => now - time < 1200);
  presses.push(now);
  if (presses.length >= 3) cover();
});
// Nobody has touched this page for as long as the server waits (guard/parking.py): it covers itself.
const IDLE = 10 * 60 * 1000;
let idle;
const touched = () => {
  clearTimeout(idle);
  if (document.body.dataset.lock) idle = setTimeout(cover, IDLE);
};
for (const sign of ["keydown", "pointerdown", "scroll"]) document.addEventListener(sign, touched, { passive: true });
touched();
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-cover]")) return;
  event.preventDefault(); // the draft is kept first; without script the button locks at once
  cover();
});
