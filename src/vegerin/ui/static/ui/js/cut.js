// A frame over the picture, or over one still of a film: drawn with the pointer, moved with arrow keys, made larger or smaller with Shift.
// The four fields below hold it in hundredths of the picture; without script they are typed.
(() => {
  "use strict";
  const boxes = [...document.querySelectorAll("[data-cut]")];
  if (!boxes.length) return;
  const still = document.getElementById("id_still");
  let box = boxes[0];
  const edges = ["left", "top", "right", "bottom"];
  const fields = Object.fromEntries(edges.map((name) => [name, document.getElementById(`id_${name}`)]));
  if (!edges.every((name) => fields[name])) return;

  const frame = document.createElement("div");
  frame.className = "cut-frame";
  frame.tabIndex = 0;
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", box.dataset.cut);
  frame.setAttribute("aria-describedby", "cut-how");
  function over(next) {
    box = next;
    box.append(frame);
    if (still) still.value = box.dataset.still;
  }
  over(boxes[0]);
  if (still) still.addEventListener("input", () => over(boxes[Number(still.value) - 1] || box));
  for (const hidden of document.querySelectorAll("[data-cut-how]")) hidden.hidden = false;

  const within = (value) => Math.min(100, Math.max(0, Math.round(value)));
  const read = () => Object.fromEntries(edges.map((name) => [name, Number(fields[name].value)]));

  function show() {
    const now = read();
    frame.style.left = `${now.left}%`;
    frame.style.top = `${now.top}%`;
    frame.style.width = `${Math.max(0, now.right - now.left)}%`;
    frame.style.height = `${Math.max(0, now.bottom - now.top)}%`;
  }

  function write(next) {
    const left = Math.min(99, within(next.left));
    const top = Math.min(99, within(next.top));
    const kept = { left, top, right: Math.max(left + 1, within(next.right)), bottom: Math.max(top + 1, within(next.bottom)) };
    for (const name of edges) fields[name].value = kept[name];
    show();
  }

  function at(event) {
    const area = box.querySelector("img").getBoundingClientRect();
    return {
      x: within(((event.clientX - area.left) / area.width) * 100),
      y: within(((event.clientY - area.top) / area.height) * 100),
    };
  }

  let start = null;
  function draw(event) {
    if (!start) return;
    const now = at(event);
    write({
      left: Math.min(start.x, now.x),
      right: Math.max(start.x, now.x),
      top: Math.min(start.y, now.y),
      bottom: Math.max(start.y, now.y),
    });
  }
  function end() {
    start = null;
    frame.focus();
  }
  for (const one of boxes) {
    one.addEventListener("pointerdown", (event) => {
      over(one);
      start = at(event);
      one.setPointerCapture(event.pointerId);
      event.preventDefault();
    });
    one.addEventListener("pointermove", draw);
    one.addEventListener("pointerup", end);
    one.addEventListener("pointercancel", end);
  }

  const steps = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  frame.addEventListener("keydown", (event) => {
    const step = steps[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const now = read();
    const [x, y] = step;
    if (event.shiftKey) {
      write({
        ...now,
        right: Math.max(now.left + 1, now.right + x),
        bottom: Math.max(now.top + 1, now.bottom + y),
      });
    } else {
      const right = Math.min(Math.max(x, -now.left), 100 - now.right);
      const down = Math.min(Math.max(y, -now.top), 100 - now.bottom);
      write({ left: now.left + right, right: now.right + right, top: now.top + down, bottom: now.bottom + down });
    }
  });
  for (const name of edges) fields[name].addEventListener("input", show);
  show();
})();
