// Shows a passphrase while it is asked for; hides it again when the form leaves.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-show]");
  if (!button) return;
  const field = document.getElementById(button.dataset.show);
  const hidden = field.type === "password";
  field.type = hidden ? "text" : "password";
  button.textContent = hidden ? button.dataset.hideWord : button.dataset.showWord;
  button.setAttribute("aria-pressed", String(hidden));
});
for (const button of document.querySelectorAll("[data-show]")) button.hidden = false;
document.addEventListener("submit", (event) => {
  for (const button of event.target.querySelectorAll("[data-show]")) document.getElementById(button.dataset.show).type = "password";
});
// Printing goes through the browser; the page itself was traced when it was opened to print.
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
// Says in the reader's language that no file is chosen yet; the browser would say it in its own.
const chosen = (field) => { field.closest(".file").dataset.chosen = field.files.length ? "yes" : "no"; };
for (const field of document.querySelectorAll(".file input")) chosen(field);
document.addEventListener("change", (event) => { if (event.target.matches(".file input")) chosen(event.target); });
// A picture wider than the page begins at whom it is about.
for (const box of document.querySelectorAll(".scrolls")) {
  const her = box.querySelector(".focus")?.getBoundingClientRect();
  const seen = box.getBoundingClientRect();
  if (her) box.scrollLeft += her.left + her.width / 2 - seen.left - seen.width / 2;
}
