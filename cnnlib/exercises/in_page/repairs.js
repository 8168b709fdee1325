// What Brython lacks to be CPython here; `repairs.py` puts the calls into its text.
(() => {
  const $B = self.__BRYTHON__;
  const _b_ = $B.builtins;

  // V8, SpiderMonkey: the words of errors that have a name in Python.
  const NATIVE = [
    [/call stack|too much recursion/, "RecursionError", "the stack of the browser is full"],
    [/Invalid (array|string) length|out of memory|BigInt|too (large|long|big)/, "MemoryError", ""],
  ];
  /** Make an error of JavaScript one of Python; one of Brython's own mistakes says so. */
  $B.adopt = (error) => {
    const said = String(error.message ?? error);
    const known = NATIVE.find(([words]) => words.test(said));
    const unknown = `the Python of this page cannot do what this line asks for (${said})`;
    const [, name, text] = known ?? [null, "SystemError", unknown];
    error.ob_type = _b_[name];
    error.args = $B.fast_tuple(text ? [text] : []);
  };

  const MOST_COPIED = 2e8; // entries of lists in one run: about a gigabyte
  let entries = 0;
  $B.copied = (list) => {
    entries += list.length;
    if (entries < MOST_COPIED) return list;
    entries = 0; // the judge has to go on
    return $B.RAISE(_b_.MemoryError);
  };

  /** The line of an operation: of the one that failed, where a statement has several lines. */
  $B.line_of = ({ tb_frame, tb_lineno }) => {
    const [line] = tb_frame.positions?.[tb_frame.inum >> 1] ?? [0];
    return tb_frame.inum && line > tb_lineno ? line : tb_lineno;
  };

  /** `value` with `digits` behind the point: toFixed is exact, but halves go away from zero. */
  $B.fixed = (value, digits) => {
    const count = Math.min(Number(digits), 100);
    if (Math.abs(value) >= 1e21) {
      return BigInt(value) + (count ? `.${"0".repeat(count)}` : "");
    }
    if (count < 0) {
      return String($B.int_value($B.round_int(BigInt(Math.trunc(value)), count)));
    }
    const exact = value.toFixed(100);
    const point = exact.indexOf(".");
    const down = exact.slice(0, count ? point + 1 + count : point);
    const half = /^50*$/.test(exact.slice(point + 1 + count));
    return half && /[02468]$/.test(down) ? down : value.toFixed(count);
  };

  /** A whole number rounded to tens, hundreds, … */
  $B.round_int = (value, digits) => {
    const exact = BigInt($B.int_value(value));
    if (digits >= 0) return _b_.int.$int_or_long(exact);
    const unit = 10n ** BigInt(-digits);
    const rest = ((exact % unit) + unit) % unit;
    const down = exact - rest;
    const up = 2n * rest > unit || (2n * rest === unit && (down / unit) % 2n !== 0n);
    return _b_.int.$int_or_long(up ? down + unit : down);
  };

  $B.check_power = (base, exponent) => {
    const finite = isFinite(base) && isFinite(exponent);
    if (finite && !isFinite(Math.pow(base, exponent))) {
      $B.RAISE(_b_.OverflowError, "(34, 'Numerical result out of range')");
    }
  };

  $B.check_slice = ({ start, stop, step }) => {
    for (const value of [start, stop, step]) {
      if (value === _b_.None || $B.is_int(value) || _b_.hasattr(value, "__index__")) continue;
      const words = "slice indices must be integers or None or have an __index__ method";
      $B.RAISE(_b_.TypeError, words);
    }
  };

  $B.check_print = (options) => {
    for (const { key, value } of _b_.dict.$iter_items(options)) {
      if (!["sep", "end", "file", "flush"].includes(key)) {
        $B.RAISE(_b_.TypeError, `'${key}' is an invalid keyword argument for print()`);
      }
      if ((key === "sep" || key === "end") && typeof value !== "string" && value !== _b_.None) {
        const name = $B.class_name(value);
        $B.RAISE(_b_.TypeError, `${key} must be None or a string, not ${name}`);
      }
    }
  };

  /** What `join` goes through. */
  $B.joined = (value) => {
    try {
      return _b_.iter(value);
    } catch {
      return $B.RAISE(_b_.TypeError, "can only join an iterable");
    }
  };

  /** Whether an exception got several arguments; Brython keeps suggestions there, a bare array. */
  $B.is_several = (args) =>
    args.length > 1 && args.every((value) => value.ob_type || !Array.isArray(value));

  /** The words for a list, a tuple or a text that cannot be added or multiplied. */
  $B.check_sequence = (operation, left, right) => {
    const [name, other] = [left, right].map((value) => $B.class_name(value));
    const isSequence = (kind) => ["list", "tuple", "str"].includes(kind);
    if (operation === "__add__" && isSequence(name)) {
      $B.RAISE(_b_.TypeError, `can only concatenate ${name} (not "${other}") to ${name}`);
    }
    if (operation === "__mul__" && (isSequence(name) || isSequence(other))) {
      const factor = isSequence(name) ? other : name;
      $B.RAISE(_b_.TypeError, `can't multiply sequence by non-int of type '${factor}'`);
    }
  };
})();
