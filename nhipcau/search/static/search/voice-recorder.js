// The microphone → a WAV file: 16-bit, mono, 16 kHz. Loaded when somebody first taps the microphone.
const RATE = 16000, QUIET = 0.004;
const fault = (code) => Object.assign(new Error(code), { code });

function wav(samples) {
  const view = new DataView(new ArrayBuffer(44 + samples.length * 2));
  const put = (at, text) => [...text].forEach((c, i) => view.setUint8(at + i, c.charCodeAt(0)));
  put(0, "RIFF"); view.setUint32(4, 36 + samples.length * 2, true); put(8, "WAVEfmt ");
  view.setUint32(16, 16, true); view.setUint16(20, 1, true); view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true); view.setUint32(28, RATE * 2, true); view.setUint16(32, 2, true); view.setUint16(34, 16, true);
  put(36, "data"); view.setUint32(40, samples.length * 2, true);
  samples.forEach((s, i) => view.setInt16(44 + i * 2, Math.round(Math.max(-1, Math.min(0.99997, s)) * 32768), true));
  return view.buffer;
}

// Resampled by the browser, band limit included.
async function at16k(parts, rate, seconds) {
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  if (!length) throw fault("silence");
  const size = Math.max(1, Math.min(RATE * seconds, Math.floor(length * RATE / rate)));
  const offline = new OfflineAudioContext(1, size, RATE);
  const buffer = offline.createBuffer(1, length, rate);
  let at = 0;
  for (const part of parts) { buffer.copyToChannel(part, 0, at); at += part.length; }
  const source = offline.createBufferSource();
  source.buffer = buffer; source.connect(offline.destination); source.start();
  return (await offline.startRendering()).getChannelData(0);
}

// {done: Promise of a WAV file, stop(): ends early, cancel(): forgets}
export async function record(worklet, seconds, onLevel) {
  const stream = await navigator.mediaDevices.getUserMedia({ audio: { channelCount: 1, echoCancellation: true, noiseSuppression: true, autoGainControl: true } });
  const context = new AudioContext(), parts = [];
  let finish, loudest = 0, over = false;
  const ended = new Promise((resolve) => { finish = resolve; });
  const release = () => { over = true; stream.getTracks().forEach((track) => track.stop()); if (context.state !== "closed") context.close(); };
  try {
    await context.audioWorklet.addModule(worklet);
    await context.resume();
  } catch (error) { release(); throw error; }
  const tap = new AudioWorkletNode(context, "voice-tap", { processorOptions: { seconds } });
  tap.port.onmessage = ({ data }) => {
    if (over) return;
    if (!data) return finish(true);
    parts.push(data);
    const peak = data.reduce((most, s) => Math.max(most, Math.abs(s)), 0);
    loudest = Math.max(loudest, peak);
    onLevel(peak);
  };
  stream.getTracks()[0].onended = () => finish(true);
  context.createMediaStreamSource(stream).connect(tap).connect(context.destination);
  const guard = setTimeout(finish, (seconds + 0.25) * 1000, true);
  const done = ended.then(async (keep) => {
    clearTimeout(guard); release();
    if (!keep) throw fault("cancelled");
    if (loudest < QUIET) throw fault("silence");
    return wav(await at16k(parts, context.sampleRate, seconds));
  });
  return { done, stop: () => finish(true), cancel: () => finish(false) };
}
