// A frame over the picture: drawn with the pointer, moved with arrow keys, made larger or smaller with Shift.
// The four fields below hold it in hundredths of the picture; without script they are typed.
(() => {
  "use strict";
  const box = document.querySelector("[data-cut]");
  if (!box) return;
  const picture = box.querySelector("img");
  const edges = ["left", "top", "right", "bottom"];
  const fields = Object.fromEntries(edges.map((name) => [name, document.getElementById(`id_${name}`)]));
  if (!edges.every((name) => fields[name])) return;

  const frame = document.createElement("div");
  frame.className = "cut-frame";
  frame.tabIndex = 0;
  frame.setAttribute("role", "group");
  frame.setAttribute("aria-label", box.dataset.cut);
  frame.setAttribute("aria-describedby", "cut-how");
  box.append(frame);
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
    const area = picture.getBoundingClientRect();
    return {
      x: within(((event.clientX - area.left) / area.width) * 100),
      y: within(((event.clientY - area.top) / area.height) * 100),
    };
  }

  let start = null;
  box.addEventListener("pointerdown", (event) => {
    start = at(event);
    box.setPointerCapture(event.pointerId);
    event.preventDefault();
  });
  box.addEventListener("pointermove", (event) => {
    if (!start) return;
    const now = at(event);
    write({
      left: Math.min(start.x, now.x),
      right: Math.max(start.x, now.x),
      top: Math.min(start.y, now.y),
      bottom: Math.max(start.y, now.y),
    });
  });
  for (const over of ["pointerup", "pointercancel"]) {
    box.addEventListener(over, () => {
      start = null;
      frame.focus();
    });
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
