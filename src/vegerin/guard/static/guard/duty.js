// Asks for the board every 15 seconds; sounds while an alarm stands, and when the server has been silent for
// two minutes: a dead server must not look like a quiet night (D15). Browsers slow a page down that nobody
// looks at, or put it to sleep: so a worker beats the time, a held lock asks to be left awake, and whoever
// wakes asks at once.
const ASK_MS = 15000;
const SILENT_MS = 120000;
const SOUND_MS = 4000;
const TYPES_MS = 30000;
const holder = document.querySelector("[data-board]");
const lost = document.querySelector("[data-lost]");
const tryButton = document.querySelector("[data-try-sound]");
let heard = Date.now();
let asked = 0;
let audio;

const beep = () => {
  holder.dataset.sounded = String(Number(holder.dataset.sounded || 0) + 1);
  audio = audio || new AudioContext();
  audio.resume();
  for (const [start, pitch] of [[0, 880], [0.35, 660], [0.7, 880]]) {
    const tone = audio.createOscillator();
    const gain = audio.createGain();
    tone.frequency.value = pitch;
    gain.gain.value = 0.4;
    tone.connect(gain).connect(audio.destination);
    tone.start(audio.currentTime + start);
    tone.stop(audio.currentTime + start + 0.25);
  }
};
const silent = () => Date.now() - heard > SILENT_MS;
// The sound follows what the server says, also while the board is left alone because somebody types in it.
let loud = Boolean(holder.querySelector("[data-sounds=yes]"));
const sounding = () => silent() || loud;
let touched = 0;
const busy = () => Date.now() - touched < TYPES_MS;
for (const what of ["focusin", "input", "pointerdown"]) {
  holder.addEventListener(what, () => { touched = Date.now(); });
}
const ask = async () => {
  asked = Date.now();
  const was = Boolean(sounding());
  try {
    const answer = await fetch(holder.dataset.board, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(ASK_MS) });
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    heard = Date.now();
    loud = text.includes('data-sounds="yes"');
    if (!busy()) holder.innerHTML = text;
  } catch { /* silence is judged by the clock */ }
  lost.hidden = !silent();
  if (!was && sounding()) beep();  // at once, where the next beat may be a minute away
};
const beat = () => {
  if (Date.now() - asked >= ASK_MS) ask();
  lost.hidden = !silent();
  if (sounding()) beep();
};
const wakes = () => { lost.hidden = !silent(); if (silent()) beep(); ask(); };

const clock = window.Worker && holder.dataset.clock ? new Worker(holder.dataset.clock) : null;
if (clock) {
  clock.onmessage = beat;
  clock.onerror = () => setInterval(beat, SOUND_MS);
  clock.postMessage(SOUND_MS);
} else {
  setInterval(beat, SOUND_MS);
}
for (const [who, what] of [[document, "resume"], [document, "visibilitychange"], [window, "online"]]) {
  who.addEventListener(what, wakes);
}
navigator.locks?.request("duty", { mode: "shared" }, () => new Promise(() => {}));
const stayLit = () => { if (!document.hidden) navigator.wakeLock?.request("screen").catch(() => {}); };
document.addEventListener("visibilitychange", stayLit);
stayLit();
asked = Date.now();
tryButton.hidden = false;
tryButton.addEventListener("click", beep);
if (sounding()) beep();
