// One run of training: what it has read, where its weights are, and how it went.
//
// Whatever takes more than a few milliseconds is a generator that rests after every few digits, so
// that the page stays awake: `finish` runs one to its end, the figure does it piece by piece.
const labRun = (() => {
  const { TRAIN, TEST } = labDigits;
  const { PIXELS, POOLS, WINDOWS, backward, forward, lossOf, space, spoil, start, zeros } =
    labNetwork;
  const EVERY = 10; // steps from one test to the next
  const LONG = 20; // steps of a run that is remembered
  const REST = 10; // digits between two rests
  const NUDGE = 1e-6; // how far a weight is moved to measure a slope
  // The rounding of a larger loss shows in its slopes: from 17,000 on right ones seem wrong.
  const MEASURED = 1000;

  function create(digits, { seed, scale, bug }) {
    const weights = start(seed, scale);
    return {
      ...{ digits, seed, bug, weights, made: space(), first: weights[0].slice() },
      ...{ gradient: zeros(), speed: zeros(), moved: new Float64Array(weights[0].length) },
      ...{ step: 0, read: 0, loss: null, accuracy: null, dead: null, sizes: [null, null] },
      // what the plots draw: a number a step, and [step, share] for each test
      ...{ losses: [], sizesSoFar: [], tests: [], way: [], batch: [], right: [], epochs: {} },
      ...{ burst: false, rates: new Set(), momenta: new Set() }, // that were ever used
    };
  }

  /** What is left of a run behind the next: its curves, or those that it had behind it. */
  function remains(run) {
    if (!run || run.step < LONG) return run?.before ?? null;
    return { losses: run.losses, tests: run.tests };
  }

  function finish(work) {
    let done = false;
    let value;
    while (!done) ({ done, value } = work.next());
    return value;
  }

  /** The digits that are read next. */
  function nextBatch(run, count) {
    return Array.from({ length: count }, (_, i) => {
      const [epoch, place] = [Math.floor((run.read + i) / TRAIN), (run.read + i) % TRAIN];
      run.epochs[epoch] ??= labRandom.order(run.seed, epoch, TRAIN);
      return run.epochs[epoch][place];
    });
  }

  /** The gradient of the mean loss of a batch, into `run.gradient`; gives that loss. */
  function* slopes(run, batch, right = []) {
    const { digits, weights, made, gradient, bug } = run;
    for (const each of gradient) each.fill(0);
    let loss = 0;
    for (let i = 0; i < batch.length; i++) {
      const [from, label] = [batch[i] * PIXELS, digits.labels[batch[i]]];
      right[i] = forward(weights, digits.images, from, made) === label;
      loss += lossOf(made, label) / batch.length;
      backward(weights, digits.images, from, label, 1 / batch.length, made, gradient, bug);
      if (i % REST === REST - 1) yield;
    }
    spoil(gradient, bug);
    return loss;
  }

  const rootMeanSquare = (values) =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length);

  /** One step: read a batch, ask how the loss would fall, move all weights a little that way. */
  function* step(run, { rate, momentum, batch: count }) {
    const { gradient, speed, weights } = run;
    if (run.burst) return;
    const [batch, right] = [nextBatch(run, count), []];
    const loss = yield* slopes(run, batch, right);
    const before = weights[0].slice();
    weights.forEach((values, layer) => {
      const [velocity, slope] = [speed[layer], gradient[layer]];
      for (let i = 0; i < values.length; i++) {
        velocity[i] = momentum * velocity[i] + slope[i];
        values[i] -= rate * velocity[i];
      }
    });
    run.moved = weights[0].map((value, i) => value - before[i]);
    Object.assign(run, { batch, right, loss, step: run.step + 1, read: run.read + count });
    run.sizes = [gradient[0], gradient[2]].map(rootMeanSquare);
    run.losses.push(loss);
    run.way.push([run.step, run.read]);
    run.rates.add(rate);
    run.momenta.add(momentum);
    run.sizesSoFar.push(run.sizes);
    run.burst = ![loss, ...run.sizes, ...weights[0], ...weights[3]].every(Number.isFinite);
    if (run.step % EVERY === 0 && !run.burst) yield* test(run);
  }

  /** How many of the digits to test on it reads, and which windows see none of them. */
  function* test(run) {
    const { digits, weights, made } = run;
    const seen = new Uint8Array(WINDOWS);
    let right = 0;
    for (let i = TRAIN; i < TRAIN + TEST; i++) {
      right += forward(weights, digits.images, i * PIXELS, made) === digits.labels[i];
      for (let k = 0; k < WINDOWS; k++) {
        for (let f = k * POOLS; !seen[k] && f < (k + 1) * POOLS; f++) seen[k] = made.pooled[f] > 0;
      }
      if (i % REST === REST - 1) yield;
    }
    run.accuracy = right / TEST;
    run.alive = Array.from(seen, Boolean);
    run.dead = WINDOWS - run.alive.filter(Boolean).length;
    run.tests.push([run.step, run.accuracy]);
  }

  /** The layers of one digit, as `forward` leaves them. */
  function look(run, digit) {
    const made = space();
    forward(run.weights, run.digits.images, (TRAIN + digit) * PIXELS, made);
    return made;
  }

  /**
   * Each slope of a window twice: as backward says, and measured, by moving the weight a little to
   * either side; so, too, of the dense layer the weights that matter most, and its biases. Not the
   * windows' biases: they begin at 0, where ReLU has a corner on all paper, and no slope. Of a loss
   * so large that nothing can be measured: null.
   */
  function* compare(run, count) {
    const { digits, weights, made } = run;
    const batch = nextBatch(run, count);
    if (!((yield* slopes(run, batch)) <= MEASURED)) return null;
    const said = run.gradient.map((values) => values.slice());
    const strongest = [...said[2].keys()].sort(
      (i, j) => Math.abs(said[2][j]) - Math.abs(said[2][i]),
    );
    const asked = { 0: said[0].keys(), 2: strongest.slice(0, 10), 3: said[3].keys() };
    function* lossAt(layer, i, value) {
      weights[layer][i] = value;
      let loss = 0;
      for (let n = 0; n < batch.length; n++) {
        forward(weights, digits.images, batch[n] * PIXELS, made);
        loss += lossOf(made, digits.labels[batch[n]]) / batch.length;
        if (n % REST === REST - 1) yield;
      }
      return loss;
    }
    const found = [];
    for (const [layer, places] of Object.entries(asked)) {
      const pairs = [];
      for (const i of places) {
        const kept = weights[layer][i];
        const above = yield* lossAt(layer, i, kept + NUDGE);
        const below = yield* lossAt(layer, i, kept - NUDGE);
        weights[layer][i] = kept;
        pairs.push([said[layer][i], (above - below) / (2 * NUDGE)]);
      }
      const most = Math.max(...pairs.flat().map(Math.abs));
      const apart = Math.max(...pairs.map(([one, other]) => Math.abs(one - other)));
      found.push({ pairs, off: most ? apart / most : 0 });
    }
    return found;
  }

  return { EVERY, compare, create, finish, look, remains, step, test };
})();
