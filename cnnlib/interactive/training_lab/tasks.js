// What TrainingLab asks, and what it says to each way of trying: `judge(run, …)` gives { done, text },
// or nothing while there is nothing new to say. What `stays` is as true of the next run.
const labTasks = (() => {
  const { thousands, write } = labChart;
  const { WINDOWS } = labNetwork;
  const GOAL = 0.93;
  const GOALS = [100, 8000]; // steps, and digits
  const [ASLEEP, AWAKE, JUDGED] = [2.25, 2.2, 100];
  const PATIENCE = 600; // steps
  const LOOKED = 50; // steps, before a bug is named
  const BUGS = [
    ["none", "none"],
    ["average", "÷ positions"],
    ["turned", "turned by 180°"],
    ["sign", "wrong sign"],
    ["all four", "pool to all four"],
  ];

  const recent = ({ losses }) => {
    const last = losses.slice(-10);
    return last.reduce((sum, value) => sum + value, 0) / last.length;
  };

  function diverge(run, paused) {
    const { dead, losses, step } = run;
    const isTime = paused || step % 100 === 0;
    if (dead === null) {
      return isTime && step ? { text: "Windows are looked at every ten steps." } : null;
    }
    if (dead === WINDOWS) {
      if (!run.first.some(Boolean)) return { text: "These were born at 0: they have never lived." };
      const most = write(losses.reduce((high, value) => Math.max(high, value), 0));
      const then = `when all eight were found dead, at step ${step}, it was ${write(run.loss)}`;
      const text = `In that run the loss jumped to ${most}; ${then}. Whatever a dead window reads it gives 0, so no gradient comes back to it.`;
      return { done: true, text };
    }
    if (!isTime) return null;
    if (!dead) return { text: `All eight live, and the loss is ${write(run.loss)}.` };
    const gone = `${dead} of ${WINDOWS} windows ${dead === 1 ? "is" : "are"} gone`;
    return { text: `Hurt, not dead: ${gone}${recent(run) < 1.5 ? ", and it recovers" : ""}.` };
  }

  function stall(run, paused) {
    const { step, losses, dead, rates, momenta } = run;
    if (rates.size > 1 || (rates.size && !rates.has(0.1))) {
      return paused || step === JUDGED
        ? { text: "The rate must stay at 0.1, from the first step on. Start over." }
        : null;
    }
    if (step < JUDGED) {
      return paused && step ? { text: `Step ${step}. After ${JUDGED} it counts.` } : null;
    }
    if (step > JUDGED && !paused) return null;
    const slept = losses.findIndex((loss) => loss < AWAKE);
    const loss = recent({ losses: losses.slice(0, JUDGED) });
    if (loss > ASLEEP && !run.first.some(Boolean)) {
      const text =
        "At scale 0 every gradient is exactly 0 but those of the ten last biases: it never wakes.";
      return { done: true, text };
    }
    if (loss > ASLEEP && dead >= WINDOWS - 1) {
      return {
        text: `That is not sleep: ${dead} of ${WINDOWS} windows are dead, and will not wake.`,
      };
    }
    if (loss > ASLEEP) {
      const text =
        "Each layer's gradient is multiplied by the other's weights: where both are nearly 0, so is it. " +
        "Such a run wakes if it is trained on.";
      return { done: true, text };
    }
    if (slept < 15) {
      return { text: `It learned at once: the loss is ${write(loss)} after ${JUDGED} steps.` };
    }
    const why = [...momenta].some(Boolean)
      ? "Momentum adds up small steps that agree."
      : "The start was small, but not small enough.";
    return { text: `It slept for ${slept} steps. ${why}` };
  }

  const twice = ({ tests }) =>
    tests.length > 1 && tests.slice(-2).every(([, share]) => share >= GOAL);

  function fewest(run, paused, runs) {
    const [steps, read] = [0, 1].map((i) => Math.min(...runs.map((each) => each[i])));
    const [isQuick, isThrifty] = [steps <= GOALS[0], read <= GOALS[1]];
    const records = `Records: ${steps} steps, ${thousands(read)} digits.`;
    if (isQuick && isThrifty) {
      const text =
        "A larger batch needs fewer steps and more digits: one record is paid with the other.";
      return { done: true, text: `${records} ${text}` };
    }
    if (run.isHome) {
      const [last] = runs.slice(-1);
      const made = `${last[0]} steps, ${thousands(last[1])} digits.`;
      const half = isQuick
        ? "Few steps are done; now few digits."
        : "Few digits are done; now few steps.";
      if (isQuick || isThrifty) return { stays: true, text: `${made} ${records} ${half}` };
      const neither = `Neither within ${GOALS[0]} steps nor within ${thousands(GOALS[1])} digits.`;
      const turn =
        "A larger batch needs fewer steps, a smaller one fewer digits; the seed matters too.";
      return { stays: true, text: `${made} ${neither} ${turn}` };
    }
    if (run.dead > 2 && paused) {
      return { text: `${run.dead} of ${WINDOWS} windows are dead: they no longer help.` };
    }
    if (run.step >= PATIENCE && run.step % 100 === 0) {
      return { text: `${run.step} steps, and not yet 93 % in two checks running.` };
    }
    return paused && run.step
      ? { text: `Not yet: 93 % in two checks running, one every ten steps.` }
      : null;
  }

  // What would be seen if that were the bug.
  const WOULD = {
    none: "Backward and measured differ: something is wrong.",
    average:
      "Then backward's numbers would all be 144 times too small, and the windows would hardly move.",
    turned:
      "Then backward would hold the measured numbers, but in the places of a kernel that is turned.",
    sign: "Then backward's numbers would be the measured ones with the other sign.",
    "all four":
      "Then backward's numbers would be of another size and in no fixed ratio to the measured ones.",
  };
  const FOUND = {
    none: "All numbers agree: what is left to doubt is the data, not the gradient.",
    average:
      "A sum over positions became a mean. The dense layer learns so well alone that the curve hides it.",
    turned:
      "The windows learn by a gradient that is turned, and on average five of six digits are read.",
    sign: "The windows climb where they should descend.",
    "all four":
      "No curve shows it: as many digits are read as without it. Only measuring finds it.",
  };

  /** `tried`: how many steps were trained with this bug, and whether its gradients were checked. */
  function name(answer, bug, { steps, checked }) {
    const isShort = steps < LOOKED;
    if (isShort || !checked) {
      const train = `${checked ? "First train" : "First press Check gradients, and train"} ${LOOKED} steps to see the curve.`;
      const check =
        "A good curve proves little: with two of the four bugs nine of ten digits are read. First press Check gradients.";
      return { early: true, text: isShort ? train : check };
    }
    if (answer === bug) return { done: true, text: FOUND[bug] };
    return { text: `No. ${WOULD[answer]}` };
  }

  const ASKED = {
    diverge: "Kill all eight windows, so that no test digit lights any of them.",
    stall: "Put it to sleep: leave the rate at 0.1, and keep the loss above 2.25 for 100 steps.",
    fewest: `Reach 93 % in two checks running: once within ${GOALS[0]} steps, and once within ${GOALS[1] / 1000},000 digits.`,
    bug: "One mistake may be hidden in the backward pass. Which one?",
  };

  /** The bug that is hidden next. */
  function after(bug) {
    const names = BUGS.map(([each]) => each);
    return names[(names.indexOf(bug) + 2) % names.length];
  }

  return { ASKED, BUGS, GOALS, after, judges: { diverge, fewest, stall }, name, twice };
})();
