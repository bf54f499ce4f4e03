// Lets a search box speak: <form data-voice-search> with the box of search/voice_box.html inside.
// Tap: listen (10 s at most). Tap again: stop and search at once. Escape: stop and forget.
const SECONDS = 10, PATIENCE = 25000, KEPT = "voice-readings";
const Own = window.SpeechRecognition || window.webkitSpeechRecognition;
const canRecord = !!(navigator.mediaDevices?.getUserMedia && window.AudioContext && window.AudioWorkletNode);
const FIELD = "input[type=search], input[type=text], input:not([type])";

class Fault extends Error {
  constructor(code, message) { super(message || code); this.code = code; }
}

async function ask(url, language, recording) {
  let answer, told;
  try {
    answer = await fetch(`${url}?language=${encodeURIComponent(language)}`, {
      method: "POST", body: recording, headers: { "Content-Type": "audio/wav" }, credentials: "omit", signal: AbortSignal.timeout(PATIENCE),
    });
    told = await answer.json();
  } catch (fault) { throw new Fault(fault.name === "TimeoutError" ? "slow" : navigator.onLine ? "broken" : "offline"); }
  if (!answer.ok) throw new Fault(told.error || "broken", told.message);
  return [told.text, ...told.alternatives];
}

// The browser's own recognition; only after the reader has agreed.
function askBrowser(tag) {
  const own = new Own();
  own.lang = tag; own.maxAlternatives = 4;
  const codes = { "not-allowed": "denied", "audio-capture": "nomic", "no-speech": "silence", network: "offline", aborted: "cancelled" };
  const done = new Promise((resolve, reject) => {
    own.onresult = ({ results }) => resolve([...results[0]].map((one) => one.transcript));
    own.onerror = ({ error }) => reject(new Fault(codes[error] || "broken"));
    own.onend = () => reject(new Fault("silence"));
    own.start();
    setTimeout(() => own.stop(), SECONDS * 1000);
  });
  return { done, stop: () => own.stop(), cancel: () => own.abort() };
}

// What a box says, in the page's language: fetched once it may be wanted, for it weighs more than all the rest of the box.
const spoken = new Map();
const wordsAt = (url) => spoken.get(url) || spoken.set(url, fetch(url, { credentials: "omit" }).then((answer) => answer.ok ? answer.json() : null, () => null)).get(url);

async function enhance(form) {
  const box = form.querySelector("[data-voice]");
  const input = form.querySelector(FIELD);
  if (!box || !input || box.dataset.voiceReady) return;
  const { voiceUrl: url, voiceLanguage: language, voiceTag: tag } = box.dataset;
  const here = canRecord && box.dataset.voiceHears === "yes";
  box.dataset.voiceReady = "yes";
  if (!here && !Own) return;
  const words = await wordsAt(box.dataset.voiceWords);
  if (!words) return;
  const part = (name) => box.querySelector(`.voice-${name}`);
  const [button, panel, said, sound, level, left, others, hint] = ["button", "panel", "said", "sound", "level", "left", "others", "hint"].map(part);
  let work = null, clock = 0;
  box.hidden = false;

  const show = (state, text = words[state]) => {
    box.dataset.voiceState = state;
    button.setAttribute("aria-pressed", String(state === "listening"));
    button.setAttribute("aria-busy", String(state === "sending"));
    panel.hidden = !text;
    said.textContent = text;
    sound.hidden = state !== "listening";
    hint.textContent = state === "listening" || state === "asking" ? `${words.hint}. ${here ? words.privacy : ""}` : "";
    if (state !== "heard") others.hidden = true;
  };
  const offer = (texts, act) => {
    others.replaceChildren(...texts.map((text) => {
      const choice = document.createElement("button");
      choice.type = "button"; choice.textContent = text; choice.className = "voice-other";
      choice.onclick = () => act(text);
      return choice;
    }));
    others.hidden = !texts.length;
  };
  const tell = ([text, ...rest], search) => {
    show("heard", `${words.heard} “${text}”${rest.length ? `. ${words.others}` : ""}`);
    offer(rest, (other) => tell([other, text, ...rest.filter((one) => one !== other)], true));
    input.value = text;
    if (!search) return;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    if (form.matches("[data-controller~=w-swap]")) return; // Wagtail's lists search at every input and have no page of results
    try { sessionStorage.setItem(KEPT, JSON.stringify([text, ...rest])); } catch { /* not kept, then */ }
    form.requestSubmit();
  };
  const tick = (until) => { left.textContent = `${Math.max(0, Math.ceil((until - performance.now()) / 1000))} ${words.left}`; };
  const listen = async (begin) => {
    try {
      show("asking");
      work = "asking";
      work = await begin();
      show("listening");
      const until = performance.now() + SECONDS * 1000;
      tick(until);
      clock = setInterval(tick, 250, until);
      const got = await work.done;
      clearInterval(clock);
      show("sending");
      work = "sending";
      const readings = Array.isArray(got) ? got : await ask(url, language, got);
      tell(readings.filter(Boolean).slice(0, 5), true);
    } catch (fault) {
      const code = fault.code && words[fault.code] ? fault.code : { NotAllowedError: "denied", SecurityError: "denied", NotFoundError: "nomic", NotReadableError: "nomic", OverconstrainedError: "nomic" }[fault.name] || "broken";
      show(code, code === "cancelled" ? words.cancelled : words[code]);
    } finally { clearInterval(clock); work = null; }
  };
  button.addEventListener("click", () => {
    if (work?.stop) return work.stop();
    if (work) return;
    if (!navigator.onLine) return show("offline");
    if (here) fetch(box.dataset.voiceWake, { method: "POST", credentials: "omit" }).catch(() => {}); // the model loads while they speak
    if (here) return listen(async () => {
      const { record } = await import(box.dataset.voiceRecorder);
      return record(box.dataset.voiceWorklet, SECONDS, (peak) => level.style.setProperty("--level", Math.min(1, Math.sqrt(peak) * 1.2).toFixed(2)));
    });
    show("ask_browser");
    offer([words.yes, words.no], (chosen) => chosen === words.yes ? listen(async () => askBrowser(tag)) : (show("idle", ""), input.focus()));
  });
  const drop = () => work?.cancel?.();
  const hide = () => { if (!work) show("idle", ""); };
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || panel.hidden) return;
    event.preventDefault();
    if (work?.cancel) { drop(); button.focus(); } else hide();
  });
  form.addEventListener("input", (event) => { if (event.isTrusted) hide(); });
  document.addEventListener("click", ({ target }) => { if (!box.contains(target) && target.isConnected) hide(); });
  addEventListener("pagehide", drop);
  return { input, tell };
}

for (const model of document.querySelectorAll("template[data-voice-for]")) {
  for (const form of document.querySelectorAll(model.dataset.voiceFor)) {
    const input = form.querySelector(FIELD);
    if (!input || form.querySelector("[data-voice]")) continue;
    const box = model.content.querySelector("[data-voice]")?.cloneNode(true);
    if (!box) continue;
    if (input.parentElement === form) { // beside its button: the microphone stands in the box, not at the end of the line
      const own = document.createElement("span");
      input.replaceWith(own);
      own.append(input);
    }
    input.after(box);
    input.parentElement.classList.add("voice-host");
    form.dataset.voiceSearch = "";
  }
}
const boxes = (await Promise.all([...document.querySelectorAll("form[data-voice-search]")].map(enhance))).filter(Boolean);

// After the page of results has loaded: what else may have been said, at the box that is in sight, that of the page before that of its head.
try {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) || "[]");
  const fitting = boxes.filter(({ input }) => input.value === kept[0] && input.getClientRects().length);
  const best = fitting.find(({ input }) => input.closest("main")) || fitting[0];
  if (best && kept.length > 1) best.tell(kept, false);
  if (best) sessionStorage.removeItem(KEPT);
} catch { /* a browser that keeps nothing */ }
