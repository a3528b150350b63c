// What is being written is kept on the server, sealed to its writer: a power cut or a lock loses nothing (D30).
// Nothing is ever written to the browser's own storage.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const said = form.querySelector("[data-kept]");
  const written = (data) => new URLSearchParams([...data].filter(([, value]) => typeof value === "string")).toString();
  let timer = 0;
  let last = written(new FormData(form));  // a form that was only looked at is no draft
  let sent = false;  // the page that is left behind would else bring back the draft of what was just saved
  const keep = () => {
    if (sent) return;
    const data = new FormData(form);
    const now = written(data);
    if (now === last) return;
    last = now;
    fetch(form.dataset.draft, { method: "POST", body: data, keepalive: now.length < 60000, credentials: "same-origin" })
      .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
      .then((text) => { if (said) { said.textContent = text; said.hidden = false; } })
      .catch(() => {
        last = "";
        if (said) { said.textContent = said.dataset.notKept; said.hidden = false; }
      });
  };
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, 1500); });
  document.addEventListener("keep-draft", keep);
  document.addEventListener("visibilitychange", () => { if (document.hidden) keep(); });
  form.addEventListener("submit", () => { clearTimeout(timer); sent = true; });
}
