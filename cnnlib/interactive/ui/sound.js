// The furniture of a figure: what can be heard.
Object.assign(
  ui,
  (() => {
    /** Play a clap for each loudness, a third of a second apart; the answer is what went wrong. */
    function playClaps(loudness) {
      const Context = globalThis.AudioContext ?? globalThis.webkitAudioContext;
      if (!Context) return "This browser makes no sound.";
      const context = new Context();
      const rate = context.sampleRate;
      const buffer = context.createBuffer(1, rate * (loudness.length / 3 + 0.1), rate);
      const samples = buffer.getChannelData(0);
      const most = Math.max(...loudness.map(Math.abs)) || 1;
      for (const [place, value] of loudness.entries()) {
        for (let i = 0; i < rate / 20; i++) {
          const noise = Math.sin(i * i) * Math.exp((-125 * i) / rate); // a dry clap
          samples[Math.floor((place * rate) / 3) + i] = (0.6 * value * noise) / most;
        }
      }
      const source = context.createBufferSource();
      Object.assign(source, { buffer, onended: () => context.close() });
      source.connect(context.destination);
      source.start();
      return "";
    }

    return { playClaps };
  })(),
);
