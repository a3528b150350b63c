// What is pressed twice counts once, and nothing typed is lost by it.
// A form that is on its way is not sent again as it stands; with another word in it, or by another button, it is.
const PATIENCE = 20_000; // milliseconds; after that the line may be gone, and pressing again sends again
let sent = new WeakMap();
const filled = (form, button) => JSON.stringify([
  button?.name, button?.value,
  ...[...new FormData(form)].map(([name, value]) => [name, value instanceof File ? [value.name, value.size, value.lastModified] : value]),
]);
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return; // asked in the background: the page stays
  const before = sent.get(event.target);
  const now = { at: event.timeStamp, what: filled(event.target, event.submitter) };
  if (before && before.what === now.what && now.at - before.at < PATIENCE) event.preventDefault();
  else sent.set(event.target, now);
});
window.addEventListener("pageshow", (event) => { if (event.persisted) sent = new WeakMap(); });
// The second half of a double click may find the next page there already, with another control in the same place:
// night would be day again, one more decision taken back. Only the time and the place are noted.
const DOUBLE = 600; // milliseconds
const NEAR = 6; // pixels
const PRESSED = "pressed";
document.addEventListener("click", (event) => {
  if (!event.detail) return; // by key
  const now = { at: Date.now(), x: event.screenX, y: event.screenY, page: performance.timeOrigin };
  try {
    const before = JSON.parse(sessionStorage.getItem(PRESSED));
    const again = before && before.page !== now.page && now.at - before.at < DOUBLE;
    if (again && Math.hypot(now.x - before.x, now.y - before.y) < NEAR) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (event.target.closest("a[href], button, input[type=submit]")) {
      sessionStorage.setItem(PRESSED, JSON.stringify(now));
    }
  } catch { /* a browser that keeps nothing: then every press counts */ }
}, true);
