// Asks for the board every 15 seconds; sounds while an alarm stands, and when the server has been silent for
// two minutes: a dead server must not look like a quiet night (D15).
const ASK_MS = 15000;
const SILENT_MS = 120000;
const SOUND_MS = 4000;
const holder = document.querySelector("[data-board]");
const lost = document.querySelector("[data-lost]");
const tryButton = document.querySelector("[data-try-sound]");
let heard = Date.now();
let audio;

const beep = () => {
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
const ask = async () => {
  // Somebody is typing a duty code: leave the field alone, the sound goes on by what is shown.
  const typing = holder.contains(document.activeElement) && document.activeElement.matches("input, select");
  try {
    const answer = await fetch(holder.dataset.board, { cache: "no-store", credentials: "same-origin", signal: AbortSignal.timeout(ASK_MS) });
    if (!answer.ok) throw new Error(String(answer.status));
    const text = await answer.text();
    heard = Date.now();
    if (!typing) holder.innerHTML = text;
  } catch { /* silence is judged by the clock below */ }
  lost.hidden = !silent();
};
const sounding = () => silent() || holder.querySelector("[data-sounds=yes]");
setInterval(ask, ASK_MS);
setInterval(() => { lost.hidden = !silent(); if (sounding()) beep(); }, SOUND_MS);
tryButton.hidden = false;
tryButton.addEventListener("click", beep);
if (sounding()) beep();
