// Hands the sound of the microphone to the page, in stretches of 2,048 samples, and stops by itself after `seconds`.
class VoiceTap extends AudioWorkletProcessor {
  constructor({ processorOptions: { seconds } }) {
    super();
    this.left = Math.round(seconds * sampleRate);
    this.batch = new Float32Array(2048);
    this.filled = 0;
  }

  process([input]) {
    const heard = input[0];
    if (!heard || this.left <= 0) return this.left > 0;
    for (let at = 0; at < heard.length && this.left > 0; at++, this.left--) {
      this.batch[this.filled++] = heard[at];
      if (this.filled === this.batch.length) this.flush();
    }
    if (this.left > 0) return true;
    this.flush();
    this.port.postMessage(null);
    return false;
  }

  flush() {
    if (this.filled) this.port.postMessage(this.batch.slice(0, this.filled));
    this.filled = 0;
  }
}
registerProcessor("voice-tap", VoiceTap);
