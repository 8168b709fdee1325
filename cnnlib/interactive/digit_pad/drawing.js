// The drawing on the pad: a sample, moved perhaps and covered, or what somebody drew.
const padDrawing = (() => {
  function drawing({ get, set }) {
    const { shape, labels, pixels } = get("samples");
    const sheets = ui.fromBytes({ shape, pixels }).data;
    let [ink, loaded, isDrawn] = [null, null, false];

    /** Of the sample on the pad: its place among all. */
    const place = () => Math.min(get("sample"), labels.length - 1);

    function load(sample) {
      const size = padPaper.SIDE ** 2;
      const first = Math.min(sample, labels.length - 1) * size;
      ink = Float32Array.from(sheets.subarray(first, first + size), (byte) => byte / 255);
      [loaded, isDrawn] = [sample, false];
    }

    /** The ink from 0 to 1, as it is before it is moved; of another sample, once that is asked for. */
    function now() {
      if (loaded !== get("sample") || !ink) load(get("sample"));
      return ink;
    }

    function take(sample) {
      load(sample);
      set({ sample, dy: 0, dx: 0 });
    }

    function clear() {
      [ink, isDrawn] = [padPaper.blank(), true];
      set({ dy: 0, dx: 0, hole: null, tool: "pen" });
    }

    /** What was moved stays where it is, once one draws on it. */
    function draws(...points) {
      if (get("dy") || get("dx")) ink = padPaper.moved(ink, get("dy"), get("dx"));
      for (let i = 1; i < points.length; i++) {
        padPaper.stroke(ink, points[i - 1], points[i], get("tool"), get("line"));
      }
      isDrawn = true;
      set({ dy: 0, dx: 0 });
    }

    const forget = () => ([ink, loaded, isDrawn] = [null, null, false]);
    const settings = () =>
      Object.fromEntries(["dy", "dx", "centered", "hole"].map((name) => [name, get(name)]));

    return {
      clear,
      draws,
      forget,
      isDrawn: () => isDrawn,
      label: () => labels[place()],
      labels,
      /** What the reader sees of some ink: see `padPaper.look`. */
      look: (some = now(), others = {}) => padPaper.look(some, { ...settings(), ...others }),
      now,
      place,
      settings,
      take,
    };
  }

  return { drawing };
})();
