// Pairs are judged by key: up and down to move, S D U to say, X for why, R for a reason, Enter to keep. By physical key, so that
// it works on Arabic layouts; everything has a control of its own and works without this file.
// Under a finger or a mouse nothing unfolds: a row that moved away between press and release would lose the answer.
const review = document.querySelector("form[data-review]");
const pairs = review ? [...review.querySelectorAll("[data-pair]")] : [];
let current = -1;
let pointing = false;
const open = (pair) => [...pair.querySelectorAll("input[type=radio]")];
const answered = (pair) => open(pair).some((radio) => radio.checked);
const mark = (at) => {
  if (pairs[current]) {
    pairs[current].classList.remove("current");
    pairs[current].removeAttribute("aria-current");
  }
  current = Math.max(0, Math.min(pairs.length - 1, at));
  pairs[current].classList.add("current");
  pairs[current].setAttribute("aria-current", "true");
};
const unfold = (pair) => {
  for (const why of review.querySelectorAll("details[data-by-key]")) {
    why.open = false;
    delete why.dataset.byKey;
  }
  const why = pair.querySelector("details");
  if (why && !why.open) { why.open = true; why.dataset.byKey = "1"; }
};
const go = (at, focus = true) => {
  if (!pairs.length) return;
  mark(at);
  const pair = pairs[current];
  unfold(pair);
  if (focus) {
    pair.focus({ preventScroll: true });
    pair.scrollIntoView({ block: "nearest" });
  }
};
const typing = (target) => target.matches("input[type=text], textarea, select");
const keysOff = () => {
  try { return localStorage.getItem("keys-off") === "1"; } catch { return false; }
};
if (pairs.length) {
  const refused = pairs.findIndex((pair) => pair.hasAttribute("data-refused"));
  const first = refused < 0 ? pairs.findIndex((pair) => open(pair).length && !answered(pair)) : refused;
  go(first < 0 ? 0 : first);
  document.addEventListener("pointerdown", () => { pointing = true; }, true);
  for (const [at, pair] of pairs.entries()) {
    pair.addEventListener("focusin", () => {
      if (at === current) return;
      if (pointing) mark(at);
      else go(at, false);
    });
  }
  const reasonOf = (pair) => pair.querySelector(".because input[type=text]");
  document.addEventListener("keydown", (event) => {
    pointing = false;
    const there = event.target === reasonOf(pairs[current]);
    if (there && !event.isComposing && (event.code === "Enter" || event.code === "NumpadEnter" || event.code === "Escape")) {
      go(current + (event.code !== "Escape" && answered(pairs[current]) ? 1 : 0));
      event.preventDefault();
      event.stopPropagation();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const pair = pairs[current];
    const verdict = !keysOff() && !event.shiftKey && pair.querySelector(`[data-verdict="${event.code}"]`);
    if (event.code === "ArrowDown" || event.code === "ArrowUp") {
      go(current + (event.code === "ArrowDown" ? 1 : -1));
    } else if (verdict) {
      verdict.checked = true;
      go(current + 1);
    } else if (event.code === "KeyX" && !keysOff() && !event.shiftKey) {
      const why = pair.querySelector("details");
      why.open = !why.open;
      delete why.dataset.byKey;
    } else if (event.code === "KeyR" && reasonOf(pair) && !keysOff() && !event.shiftKey) {
      pair.querySelector("details").open = true;
      reasonOf(pair).focus();
    } else if ((event.code === "Enter" || event.code === "NumpadEnter") && !event.target.closest("a, button, summary")) {
      review.requestSubmit(review.querySelector("[data-keep]"));
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
}
