// Keys by physical place, so that they work on Arabic layouts; never while someone is writing.
const OFF = "keys-off";
const writing = (target) => target.closest("input:not([type=radio]):not([type=checkbox]), textarea, select, [contenteditable]");
const single = () => {
  try { return localStorage.getItem(OFF) !== "1"; } catch { return true; }
};
const act = (element) => {
  if (!element) return false;
  if (element.matches("input, textarea")) element.focus();
  else element.click();
  return true;
};
const rows = () => [...document.querySelectorAll("[data-row] a[href]:first-of-type, a[data-row]")];
const move = (step) => {
  const all = rows();
  if (!all.length) return false;
  const now = all.indexOf(document.activeElement);
  all[Math.max(0, Math.min(all.length - 1, now + step))].focus();
  return true;
};
document.addEventListener("keydown", (event) => {
  if (event.code === "Enter" && (event.ctrlKey || event.metaKey)) {
    const form = event.target.closest("form") || document.querySelector("form[data-main]");
    if (form) { event.preventDefault(); form.requestSubmit(); }
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const field = writing(event.target);
  if (field) {
    if (event.code === "Escape" && field.type === "search") field.value = "";
    if (event.code === "ArrowDown" && field.matches("[data-moves]") && move(1)) event.preventDefault();
    return;
  }
  if (event.code === "ArrowDown" && move(1)) return event.preventDefault();
  if (event.code === "ArrowUp" && move(-1)) return event.preventDefault();
  const asks = event.key === "?" || event.key === "؟" || (event.shiftKey && event.code === "Slash");
  if (single() && asks && act(document.querySelector("[data-help]"))) return event.preventDefault();
  if (!single() || event.shiftKey) return;
  if (act(document.querySelector(`[data-key="${event.code}"]`))) event.preventDefault();
  else if (event.code === "KeyN" && document.body.dataset.report) location.assign(document.body.dataset.report);
});
