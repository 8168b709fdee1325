// The table of ConnectionTable: who hears whom, counted; and what is said of it.
const connections = (() => {
  const { range } = ui;
  const [MAPS, BELOW] = [16, 6];
  const [KERNEL, PLACES] = [25, 100]; // weights of a kernel, pixels of a map of C3
  const STARTS = [0, 6, 12, 15]; // the first of the threes, the fours, the pairs of pairs, the six
  const GROUPS = STARTS.map((start, g) => range(MAPS).slice(start, STARTS[g + 1]));
  const WORDS = ["no", "one", "two", "three", "four", "five"];
  const ROUND = 7; // times that each map is to be heard

  const members = (row) => range(BELOW).filter((below) => row[below]);
  const sumOf = (numbers) => numbers.reduce((sum, number) => sum + number, 0);
  const listed = (words) =>
    words.length > 1 ? `${words.slice(0, -1).join(", ")} and ${words.at(-1)}` : `${words[0]}`;
  const written = (number) => String(number).replace(/\B(?=(\d{3})+$)/g, ",");
  const heardTimes = (count) =>
    ["not heard", "heard once", "heard twice"][count] ?? `heard ${count} times`;
  const named = (maps) => `${maps.length > 1 ? "Maps" : "Map"} ${listed(maps)}`;
  const isLevel = (counts) => counts.every((count) => count === counts[0]);

  /** All that the figure shows, from its traits. */
  function compute(get, isRing) {
    const table = get("table");
    const seen = isRing ? table.slice(0, get("counted")) : table;
    const heardBy = (rows) => range(BELOW).map((below) => sumOf(rows.map((row) => row[below])));
    const heard = heardBy(seen);
    const links = sumOf(heard);
    const parameters = KERNEL * links + seen.length;
    const names = table.map((row) => row.join(""));
    const sets = names.slice(0, seen.length).filter((name) => name.includes("1"));
    const found = get("measured").find((row) => row.table.join() === table.join());
    const shown = {
      table,
      focus: isRing ? get("counted") - 1 : get("focus"),
      node: isRing ? get("node") : null,
      links,
      parameters,
      connections: PLACES * parameters,
      different: new Set(sets).size,
      heard,
      groups: GROUPS.map((maps) => heardBy(seen.filter((_, map) => maps.includes(map)))),
      accuracy: found ? [found.mean, found.spread] : null,
    };
    const twins = names.map((name, map) => {
      const first = names.indexOf(name);
      return first < map && name.includes("1") ? first : null;
    });
    return { ...shown, shown, twins, counted: seen.length, isOriginal: isSame(table, get) };
  }

  const isSame = (table, get) => table.join() === get("original").join();

  /** Whether a set is another one, moved on by one place around the ring. */
  const isMovedOn = (last, row) => row.every((is, i) => is === last[(i + BELOW - 1) % BELOW]);

  /** What a set looks like on the ring, if that has a name. */
  function shape(row) {
    const heard = members(row);
    const sides = heard.filter((below) => row[(below + 1) % BELOW]).length;
    if (heard.length === BELOW) return "all six";
    if (heard.length > 1 && sides === heard.length - 1) return `${WORDS[heard.length]} neighbors`;
    if (heard.length === 4 && row.every((is, i) => is === row[(i + 3) % BELOW])) {
      return "two opposite pairs";
    }
    return "";
  }

  function called(row, map) {
    const heard = members(row);
    if (!heard.length) return `C3 map ${map} hears nothing`;
    const maps = `S2 map${heard.length > 1 ? "s" : ""} ${listed(heard)}`;
    return `C3 map ${map} hears ${maps}${shape(row) && `: ${shape(row)}`}`;
  }

  function shares({ heard, groups, counted }) {
    if (!isLevel(heard)) return `The six are heard ${listed(heard)} times.`;
    if (!heard[0]) return "None of the six is heard.";
    const begun = groups.filter((_, g) => STARTS[g] < counted);
    const isSum = heard[0] > 2 && begun.length > 1 && begun.every(isLevel);
    const sum = isSum
      ? `heard ${begun.map(([count]) => count).join(" + ")} = ${heard[0]} times`
      : "";
    return `Each of the six is ${sum || heardTimes(heard[0])}.`;
  }

  /** What is said of the map that is looked at; of a pressed node, who hears it. */
  function sentence(state) {
    const { table, focus, node, heard, groups } = state;
    if (node === null) return `${called(table[focus], focus)}. ${shares(state)}`;
    const parts = groups.map((counts) => counts[node]).filter((_, g) => STARTS[g] <= focus);
    const sum = parts.length > 1 ? `${parts.join(" + ")} = ` : "";
    return `S2 map ${node} is heard by ${sum}${heard[node]} of the ${focus + 1} maps above it.`;
  }

  /** How often a group of `size` maps hears each of S2, if all equally: words over the rings. */
  function shareOf(counts, node, size) {
    if (node !== null) return `${counts[node]}`;
    return isLevel(counts) ? `each ${size > 1 ? "of S2 " : ""}${counts[0]}×` : "";
  }

  const ASKED = {
    ring: "Stop when each of the six maps has been heard exactly seven times, and press Check.",
    table:
      "Draw a table with as few links as you can. As in 1998, no two of the sixteen maps hear the " +
      "same, and all six below are heard equally often. Each map hears at least one.",
  };

  /** How the counting stands: { done, text }. */
  function judgeRing({ heard, counted }) {
    const [least, most] = [Math.min(...heard), Math.max(...heard)];
    if (least === most) {
      if (most === ROUND) {
        const text = "3 + 4: the threes went once around the ring, and so did the fours.";
        return { done: true, text: `${text} A whole round leaves nobody out.` };
      }
      const way = most < ROUND ? "That is one round; there is another." : "Go back.";
      return { text: `${counted} maps, and each of the six is ${heardTimes(most)}. ${way}` };
    }
    const [low, high] = [least, most].map((count) => heard.indexOf(count));
    const counts = `S2 map ${high} is ${heardTimes(most)}, S2 map ${low} is ${heardTimes(least)}`;
    return { text: `${counts}: this round is not finished.` };
  }

  /** How the table stands: { done, text }. */
  function judgeTable({ table, links, different, heard, isOriginal, twins }) {
    const sizes = table.map((row) => members(row).length);
    const deaf = range(MAPS).filter((map) => !sizes[map]);
    const all = (size) => sizes.every((each) => each === size);
    if (deaf.length === MAPS) return { text: "No link, so no map hears anything. Draw some." };
    if (deaf.length) return { text: deafWords(deaf) };
    if (all(1)) {
      return { text: "Six single maps for sixteen places: at most 6 sets are different." };
    }
    if (all(2) && different === 15) {
      return { text: "There are 15 pairs: one stands there twice." };
    }
    if (different < MAPS) {
      const twin = twins.findIndex((first) => first !== null);
      const heardBoth = `S2 ${named(members(table[twin])).toLowerCase()}`;
      return { text: `Maps ${twins[twin]} and ${twin} of C3 hear the same: ${heardBoth}.` };
    }
    if (!isLevel(heard)) return { text: `All different. ${unequalWords(links, heard)}` };
    if (links === 30) {
      const few = "Sixteen different sets need 6 · 1 + 10 · 2 = 26 links";
      return { done: true, text: `${few}, equal shares a multiple of 6: 30, half of 1998.` };
    }
    const words = isOriginal ? "That is the table of 1998. It meets" : "This meets";
    return { text: `${words} both aims with ${links} links. Fewer will do.` };
  }

  function deafWords(deaf) {
    const hear = deaf.length > 1 ? "hear" : "hears";
    const are = deaf.length > 1 ? "They are" : "It is";
    return `${named(deaf)} of C3 ${hear} nothing. ${are} the same at every place: only a bias.`;
  }

  function unequalWords(links, heard) {
    if (links % BELOW) {
      return `But ${links} is no multiple of 6: some map is heard less than another.`;
    }
    const [most, least] = [Math.max(...heard), Math.min(...heard)];
    const [high, low] = [most, least].map((count) => heard.indexOf(count));
    return `But S2 map ${high} is ${heardTimes(most)}, S2 map ${low} is ${heardTimes(least)}.`;
  }

  /** The table as a notebook takes it. */
  function code(table) {
    const sets = table.map((row) => members(row).join("")).join(" ");
    const row = "[int(str(below) in seen) for below in range(6)]";
    return `table = [${row} for seen in "${sets}".split()]\nnet = LeNet5(table, seed=0)\n`;
  }

  return {
    ...{ ASKED, BELOW, KERNEL, GROUPS, MAPS, PLACES },
    ...{ called, code, compute, heardTimes, isMovedOn, members, sentence, shareOf, written },
    ...{ judgeRing, judgeTable },
  };
})();
