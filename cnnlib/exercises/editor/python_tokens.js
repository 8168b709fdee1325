// Where the colors of Python code begin and end.
//
// This knows words, not grammar: code that is being typed is mostly not valid, and still has to be
// shown. The kinds are the class names of Pygments, so that the page's one style sheet for code
// colors the editor and the solution below it alike.
const pythonTokens = (() => {
  const words = (text) => new Set(text.split(" "));
  const KEYWORDS = words(
    "False None True and as assert async await break class continue def del elif else except " +
      "finally for from global if import in is lambda nonlocal not or pass raise return try while " +
      "with yield",
  );
  const BUILTINS = words(
    "abs aiter all anext any ascii bin bool breakpoint bytearray bytes callable chr classmethod " +
      "compile complex delattr dict dir divmod enumerate eval exec filter float format frozenset " +
      "getattr globals hasattr hash hex id input int isinstance issubclass iter len list locals " +
      "map max memoryview min next object oct open ord pow print property range repr reversed " +
      "round set setattr slice sorted staticmethod str sum super tuple type vars zip",
  );
  const EXCEPTION = /^[A-Z]\w*(Error|Exception|Iteration|Warning)$/;

  /** A string between three quotes may end with the text, one between single ones with the line. */
  const string = (quote) =>
    String.raw`QQQ(?:[^\\Q]|\\[^]?|Q(?!QQ))*(?:QQQ|$)|Q(?:[^\\Q\n]|\\[^]?)*Q?`.replaceAll(
      "Q",
      quote,
    );
  const PIECES = {
    comment: String.raw`#[^\n]*`,
    string: `[rbuft]{0,2}(?:${string('"')}|${string("'")})`,
    number: String.raw`0[xbo][\da-f_]+|(?:\d[\d_]*(?:\.[\d_]*)?|\.\d[\d_]*)(?:e[+-]?\d[\d_]*)?j?`,
    name: String.raw`[\p{ID_Start}_]\p{ID_Continue}*`,
    operator: String.raw`(?:!=|:=|[-~+/*%=<>&^|.@])+`,
  };
  const PIECE = new RegExp(
    Object.entries(PIECES)
      .map(([name, pattern]) => `(?<${name}>${pattern})`)
      .join("|"),
    "giu",
  );
  const KINDS = { comment: "c1", string: "s", number: "m", operator: "o" };
  const NAMED_BY = { def: "nf", class: "nc", "@": "nd" };

  function kindOfName(name, before) {
    if (before === ".") return "";
    if (KEYWORDS.has(name)) return "k";
    if (BUILTINS.has(name)) return "nb";
    return EXCEPTION.test(name) ? "ne" : "";
  }

  /** Pairs of kind and text, which together are the whole of `source`; most text has no kind. */
  return (source) => {
    const tokens = [];
    let end = 0;
    let before = ""; // the last piece
    let naming = ""; // the kind of the next name, behind `def`, `class` and a decorator's `@`
    for (const { 0: text, index, groups } of source.matchAll(PIECE)) {
      const between = source.slice(end, index);
      if (between) tokens.push(["", between]);
      const group = Object.keys(PIECES).find((name) => groups[name] !== undefined);
      const decorates = text === "@" && (!end || between.includes("\n"));
      if (group === "name") tokens.push([naming || kindOfName(text, before), text]);
      else tokens.push([decorates ? "nd" : KINDS[group], text]);
      naming = text === "@" && !decorates ? "" : (NAMED_BY[text] ?? "");
      before = text;
      end = index + text.length;
    }
    if (end < source.length) tokens.push(["", source.slice(end)]);
    return tokens;
  };
})();
