// What ConvolutionArithmetic asks for, and what it says of each attempt.
const arithmeticTasks = (() => {
  const { by, unreadWords } = arithmetic;

  const TASKS = {
    ways: {
      ask: "Make 3×3 of 7×7 in two ways. Each time all pixels are read, and no zero.",
      judge: judgeWays,
    },
    zeros: {
      ask: "Kernel 3, stride 2: make 4×4 of 8×8 in two ways whose numbers differ.",
      judge: judgeZeros,
    },
  };
  /** How the task stands: { done, text }; `found` keeps the ways so far. */
  function judgeWays(state, found) {
    const { sizes, counts, kernel, stride, dilation, zeros, extent, leftOver } = state;
    const made = by(counts);
    if (by(sizes) !== "7×7") return { text: `The picture is ${by(sizes)}; it must be 7×7.` };
    if (made !== "3×3") {
      return { text: `${made}: the window stops too ${counts[0] > 3 ? "often" : "seldom"}.` };
    }
    const touching = Array.from({ length: 3 }, (_, stop) => stop * stride - zeros[0]).filter(
      (at) => at < 0 || at + extent > 7,
    ).length;
    if (touching) {
      return { text: `3×3, but ${9 - (3 - touching) ** 2} of the 9 windows read zeros.` };
    }
    const never = unreadWords(state);
    if (never) {
      const gaps = stride > extent && "The steps are longer than the window: gaps.";
      const rest = leftOver[0] && `7 − ${extent} = ${7 - extent} leaves ${leftOver[0]} over.`;
      return { text: `3×3, but ${never} are not read. ${gaps || rest || "The window has gaps."}` };
    }
    const name = `${kernel}×${kernel}${dilation > 1 ? ` with dilation ${dilation}` : ""}`;
    const cost = 9 * kernel ** 2;
    const way = `${name} in steps of ${stride}: 9·${kernel ** 2} = ${cost} products.`;
    const isNew = !found.has(name);
    found.set(name, way);
    if (found.size < 2) return { text: `One way. ${way} Now another.` };
    const all = [...found.values()].slice(0, 2).join(" ");
    return isNew && { done: true, text: `${all} Equal sizes, other numbers and another price.` };
  }

  /** The same for two ways to put zeros around. */
  function judgeZeros({ sizes, counts, kernel, stride, dilation, zeros, output }, found) {
    if (by(sizes) !== "8×8") return { text: `The picture is ${by(sizes)}; it must be 8×8.` };
    if (kernel !== 3 || stride !== 2 || dilation > 1) {
      return { text: "Only the zeros may change: kernel 3, stride 2." };
    }
    if (by(counts) !== "4×4") return { text: `${by(counts)}: it must be 4×4.` };
    const now = { name: `${zeros[0]} before and ${zeros[1]} after`, values: output.flat() };
    const [first] = found.values();
    if (!first || first.name === now.name) {
      found.set(now.name, now);
      return { text: `One way: ${now.name}. Now another.` };
    }
    const others = now.values.filter((value, i) => value !== first.values[i]).length;
    const both = `${first.name}, then ${now.name}`;
    if (!others) return { text: `${both}: the same 16 numbers. What was added is left over.` };
    const known = "TensorFlow's SAME puts 0 and 1, PyTorch's padding=1 puts 1 and 1.";
    return { done: true, text: `${both}: ${others} of 16 numbers differ. ${known}` };
  }

  return TASKS;
})();
