let audio: AudioContext | null = null;

/** A scanner's operator looks at the goods, not at the screen: right is one high tone, wrong is two low ones. */
export function beep(kind: "right" | "wrong"): void {
  try {
    audio ??= new AudioContext();
    const starts = kind === "right" ? [0] : [0, 0.18];
    for (const start of starts) {
      const tone = audio.createOscillator();
      const volume = audio.createGain();
      tone.frequency.value = kind === "right" ? 1320 : 220;
      volume.gain.value = 0.06;
      tone.connect(volume).connect(audio.destination);
      tone.start(audio.currentTime + start);
      tone.stop(audio.currentTime + start + (kind === "right" ? 0.07 : 0.12));
    }
  } catch {
    // A machine without sound still shows the sentence.
  }
}
