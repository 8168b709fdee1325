// The furniture of a figure, second part: numbers as people write them. One reader, one writer.
//
// The reader finds the one value that was meant, or says in words what to write instead:
//   decimals     −0.25   .5   1e-9   and with a decimal comma   1,5   0,125
//   thousands    1,234,567   1'234   93.322,5   and with the narrow spaces of print
//   fractions    2/3   ½   ¹⁄₂   and mixed numbers   1 1/2   1½
// A text with two readings is not read: "1,500" may be 1500 or 1.5, "100 200" may be two numbers.
Object.assign(
  ui,
  (() => {
    const LONGEST = 40; // characters: more than any number needs, too few to overflow a fraction
    const withMinus = (text) => text.replaceAll("-", "\u2212");
    const signed = (sign, text) => withMinus(sign.replace("+", "") + text);
    const respell = (text, spellings) =>
      spellings.reduce((part, each) => part.replace(...each), text);

    // ---- spelling: one character for each thing -------------------------------------------------

    const INVISIBLE = /[\u00ad\u200b-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff]/g;
    const TIDY = [
      [INVISIBLE, ""],
      [/[\u0660-\u0669\u06f0-\u06f9\uff10-\uff19]/g, (digit) => digit.charCodeAt(0) & 15],
      [/(\d)[\u00a0\u2009\u202f](?=\d{3}(?!\d))/g, "$1'"], // spaces that hold a number together
      [/[\u2212\u2010-\u2015\ufe63\uff0d]/g, "-"],
      [/＋/g, "+"],
      [/[．٫]/g, "."],
      [/，/g, ","],
      [/[’_٬]/g, "'"],
      [/\s*[/\u2044\u2215\uff0f]\s*/g, "/"],
      [/[⁰¹²³⁴-⁹]+\/[₀-₉]+/g, (fraction) => ` ${fraction.normalize("NFKC")} `],
      [/\s+/g, " "],
      [/^ | $/g, ""],
    ];
    /** A fraction that is one character becomes a word of its own: 1½ is 1 1/2, never 11/2. */
    const SPELLED_OUT = [
      [/[¼-¾⅐-⅞↉]/g, (fraction) => ` ${fraction.normalize("NFKC").replace("\u2044", "/")} `],
      [/ +/g, " "],
      [/^ | $/g, ""],
    ];

    // ---- reading --------------------------------------------------------------------------------

    const PLAIN = /^(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;
    const EITHER = /^([+-]?) ?([1-9]\d{0,2}),(\d{3})$/; // thousands, or three decimals
    const GROUPED = /^[1-9]\d{0,2}([,.'])\d{3}(?:\1\d{3})*(?:(?!\1)[,.]\d+)?$/;
    const FRACTION = /^(\d+\.?\d*|\.\d+)\/(\d+\.?\d*|\.\d+)$/;
    const MIXED = /^(\d+) (\d+)\/(\d+)$/;
    const SPLIT = /^([+-]?) ?(\d{1,3}) (\d{3}\/\d+)$/; // thousands over something, or a mixed number

    /** Digits and separators as a decimal of the book, "93322.5" for "93.322,5", or null. */
    function plainDecimal(text) {
      if (PLAIN.test(text)) return text;
      if (EITHER.test(text)) return null;
      const separator = GROUPED.exec(text)?.[1];
      if (separator) return text.replaceAll(separator, "").replace(",", ".");
      return /^\d*,\d+$/.test(text) ? text.replace(",", ".") : null;
    }

    /** The value of a fraction or a mixed number, or NaN. */
    function fractionValue(text) {
      const [, above, below] = FRACTION.exec(text) ?? [];
      if (below > 0) return above / below;
      const [, whole, part, parts] = (!SPLIT.test(text) && MIXED.exec(text)) || [];
      return Number(part) < Number(parts) ? (whole * parts + Number(part)) / parts : NaN;
    }

    /**
     * Read a typed number. Returns { value, text }, the text as it was typed except for signs,
     * separators and foreign digits, or { error }, a sentence that begins with `label`. Where a number
     * must be `whole`, 216,320 can only be thousands.
     */
    function parseNumber(typed, { label = "number", min = -1e6, max = 1e6, whole = false } = {}) {
      const seen = typed.replace(INVISIBLE, "").trim();
      const refused = (said, quoted = seen) => ({ error: `${label}: “${quoted}” ${said}.` });
      const respelled = respell(typed, TIDY);
      const tidy = whole ? respelled.replace(EITHER, "$1$2$3") : respelled;
      if (tidy === "") return { error: `${label}: type a number.` };
      if (seen.length > LONGEST) {
        return refused(`is too long: write at most ${LONGEST} characters`, `${seen.slice(0, 30)}…`);
      }
      const [, sign, size] = /^([+-]?) ?(.*)$/.exec(tidy);
      const decimal = plainDecimal(size);
      const amount = decimal ? Number(decimal) : fractionValue(respell(size, SPELLED_OUT));
      if (Number.isNaN(amount)) return refused(refusal(respell(tidy, SPELLED_OUT)));
      if (amount === 0 && /^[^e]*[1-9]/i.test(decimal)) {
        return refused("is too small to compute with: write 0");
      }
      const value = sign === "-" && amount ? -amount : amount; // no negative zero
      if (value > max) return { error: `${label}: at most ${formatNumber(max)}.` };
      if (value < min) return { error: `${label}: at least ${formatNumber(min)}.` };
      return { value, text: withMinus((value < 0 ? "-" : "") + (decimal ?? size)) };
    }

    // ---- what is said to everything else: the first line that fits ------------------------------

    const NO_FRACTION = "is no fraction of whole numbers: write one, as in 3/4";
    const SEVERAL = "is more than one number: a field takes one";
    const WORDS = "is not just a number: write one in digits, without words, units or marks";
    const REFUSALS = [
      [/^[-+]? ?0[xbo][\da-f]+$/i, "is not decimal: write it in the digits 0 to 9"],
      [
        EITHER,
        (sign, left, right) =>
          `can mean ${signed(sign, left + right)} or ${signed(sign, `${left}.${right}`)}: ` +
          "write the one that you mean",
      ],
      [
        /^([+-]?) ?(\d{1,3}(?: \d{3})+(?:[.,]\d+)?)$/,
        (sign, groups) => {
          const number = signed(sign, groups.replaceAll(" ", "").replace(",", "."));
          return `can mean ${number} or more than one number: write ${number}, or one number a field`;
        },
      ],
      [/\/0+\.?0*$/, "divides by zero"],
      [
        SPLIT,
        (sign, left, right) =>
          `can mean ${signed(sign, left + right)} or a mixed number: write one fraction`,
      ],
      [
        /^[+-]? ?\d+ \d+\/\d+$/,
        "has a fraction that is not below 1 after its whole number: write one fraction",
      ],
      [/ \/|\/ /, NO_FRACTION], // ½/2
      [
        /[*^√!:÷×·²³⁰¹⁴-⁹₀-₉]|\d(?:[-+x]| [-+x] )[-+.\d]/i,
        "is something to work out: write its result, one number",
      ],
      [/\d ?(?:[;|&]|, |and|or|to) ?[-+]?[.\d]/i, SEVERAL],
      [/\/\S*\//, "has two fraction lines: write one fraction"],
      [/\/[-+]/, "has its sign below the fraction line: write it in front"],
      [/^[-+] ?[-+]/, "has two signs: write one"],
      [/[()[\]{}]/, "has brackets: write the number without them"],
      [/=/, "has an equals sign: write only the number"],
      [
        /%|per ?cent/i,
        "is a percentage: leave out the sign if per cent are asked for, else divide by 100",
      ],
      [
        /^[-+]? ?(?:nan|∞|inf(?:inity)?)$/i,
        "is nothing that one can compute with: write a number in digits",
      ],
      [/(?!e)\p{L}/iu, WORDS],
      [/\d [-+]?[.\d]/, SEVERAL],
      [/^[-+]? ?[.,]?$|^[-+]? ?\/|[/,]$|\de[-+]?$/i, "is not finished"],
      [/^(?=.*\/)[-+\d.,'/e ]+$/i, NO_FRACTION],
      [
        /^[-+]? ?\d[\d.,']*\d$/,
        "is more than one number, or one with separators: write one, as in 1234.5",
      ],
      [/^/, WORDS],
    ];

    function refusal(spelled) {
      const [pattern, said] = REFUSALS.find(([each]) => each.test(spelled));
      return typeof said === "string" ? said : said(...pattern.exec(spelled).slice(1));
    }

    // ---- writing --------------------------------------------------------------------------------

    /**
     * A number with at most `digits` decimals, or as many digits if it is smaller than these show:
     * −0.25, 3, 0.333, 1e−9; only 0 is 0. A sum has as `scale` the largest term it may have had:
     * what is nothing against that is the rounding of the computer.
     */
    function formatNumber(value, digits = 3, scale = 0) {
      const size = Math.abs(value);
      if (size <= 1e-12 * scale) return "0";
      const small = size < 10 ** -digits;
      const rounded = Number(small ? value.toPrecision(digits || 1) : value.toFixed(digits));
      const text = size < 1e-4 ? rounded.toExponential() : String(rounded);
      if (Number.isNaN(value)) return "not a number";
      return withMinus(text.replace("+", "").replace("Infinity", "∞"));
    }

    /** As `formatNumber`, but what is exactly a fraction of a known kind is written as one: −1/9. */
    function formatFraction(value) {
      const parts = [2, 3, 4, 8, 9, 16, 32, 64, 128, 256];
      const below = parts.find((each) => Math.round(value * each) / each === value);
      const proper = below && value && Math.abs(value) < 1;
      return proper ? `${formatNumber(Math.round(value * below))}/${below}` : formatNumber(value);
    }

    return { formatFraction, formatNumber, parseNumber };
  })(),
);
