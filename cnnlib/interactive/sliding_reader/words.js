// What is said below the page: the answer at the frame, how many are sure, what it costs.
const slideWords = (() => {
  const { COLUMNS, ROWS, SURE } = slideNet;
  const { el, put } = ui;
  const PLACES = ROWS * COLUMNS;
  const millions = (count, digits = 1) => `${(count / 1e6).toFixed(digits)} M`;
  const tiny = (value) => (value ? value.toExponential(0).replace("e-", "e−") : "0");

  function words(trained) {
    const [where, sure, frame, crops, work] = Array.from({ length: 5 }, () => el("p"));
    where.classList.add("sr-where");
    const untrained =
      "This reader was not trained: its weights are random, and so are its answers.";
    const warning = trained ? [] : [el("p", { class: "sr-untrained" }, untrained)];
    const node = el("div", { class: "sr-said" }, ...warning, where, sure, frame, crops, work);

    /** Of the place at the frame, and of all; gives the sentences for those who only hear it. */
    function show({ row, column, here, right, wrong, apart }) {
      const percent = Math.round(100 * here.probability);
      const at = `Row ${row + 1}, column ${column + 1} of 8 by 15: reads ${here.answer}, ${percent}`;
      put(where, `${at} %.`);
      const sureOf = `${right} of a digit on the page, ${wrong} of one that is not on it`;
      put(sure, `Windows surer than ${SURE}: ${sureOf} (underlined).`);
      const same = `largest difference ${tiny(apart)}`;
      put(frame, `conv3 in the frame: the 576 numbers of the crop alone, ${same}.`);
      return { place: `${at} percent.`, page: `Surer than ${SURE}: ${sureOf}.` };
    }

    /** How many crops were compared with the page, and how far apart the scores are at most. */
    function compared({ done, most }) {
      const count = done < PLACES ? `${done} of ${PLACES}` : `All ${PLACES}`;
      const apart = done ? `, largest difference of a score ${tiny(most)}` : "";
      put(crops, `${count} crops read one by one${apart}.`);
    }

    /** The multiply-adds, unless they are still to be guessed. */
    function cost({ crop, page }, isCounted) {
      const all = PLACES * crop;
      const each = `one crop ${millions(crop, 2)}, the page ${millions(page)}`;
      const times = `${(all / page).toFixed(1)} times as many`;
      const counted = `Multiply-adds: ${each}; ${PLACES} crops ${millions(all)}, ${times}.`;
      put(work, isCounted ? counted : "Multiply-adds: guess first, above. Then they stand here.");
      return { macs: isCounted ? page : null, crops: isCounted ? all : null };
    }

    const wait = () => put(where, "The reader's weights are on their way.");
    return { node, compared, cost, show, wait };
  }

  return { words };
})();
