// The names that a page, anywidget and our own shared scripts give to a front-end.
const readonly = (names) => Object.fromEntries(names.map((name) => [name, "readonly"]));
const browser = readonly(
  (
    "AbortController Blob CSS CustomEvent DOMParser DataView Event Image ImageData IntersectionObserver " +
    "MutationObserver Node ResizeObserver Storage URL URLSearchParams Worker atob btoa cancelAnimationFrame clearInterval clearTimeout console " +
    "document fetch getComputedStyle localStorage location matchMedia navigator performance " +
    "queueMicrotask requestAnimationFrame self setInterval setTimeout structuredClone window"
  ).split(" "),
);

const rules = {
  "array-callback-return": "error",
  "consistent-return": "error",
  curly: ["error", "multi-line"],
  eqeqeq: "error",
  "no-const-assign": "error",
  "no-dupe-keys": "error",
  "no-empty": "error",
  "no-eval": "error",
  "no-fallthrough": "error",
  "no-implied-eval": "error",
  "no-redeclare": ["error", { builtinGlobals: false }],
  "no-shadow": "error",
  "no-undef": "error",
  "no-unreachable": "error",
  "no-unused-expressions": "error",
  "no-use-before-define": ["error", { functions: false, variables: false }],
  "no-var": "error",
  "object-shorthand": "error",
  "prefer-const": "error",
  "no-restricted-properties": [
    "error",
    { property: "innerHTML", message: "Build elements: data must never become markup." },
    { property: "outerHTML", message: "Build elements: data must never become markup." },
  ],
};

// Each of these declares one name for the others.
const shared = [
  "**/core.js",
  "**/host.js",
  "**/ui/*.js",
  "**/editor/*.js",
  "**/backward_stepper/*.js",
  "**/connection_table/*.js",
  "**/convolution_arithmetic/*.js",
  "**/pooling_gradient/*.js",
  "**/grain_explorer/*.js",
  "**/receptive_field_tower/*.js",
  "**/field_fan/*.js",
  "**/pooling_comb/*.js",
  "**/training_lab/*.js",
  "**/digit_pad/*.js",
];
const declared = [
  "core",
  "ui",
  "cnnlibHost",
  "codeField",
  "pythonTokens",
  "backward",
  "backwardSaid",
  "backwardWords",
  "gradientBoards",
  "gradientInputs",
  "gradientMotion",
  "windowAxes",
  "windowField",
  "connectionChart",
  "connectionMatrix",
  "connectionRings",
  "connections",
  "arithmetic",
  "arithmeticTasks",
  "poolingFlow",
  "poolingNudge",
  "poolingTask",
  "grains",
  "grainBoard",
  "grainSide",
  "towerField",
  "towerRows",
  "towerOf",
  "towerPicture",
  "towerTasks",
  "fieldNet",
  "fieldBoard",
  "combPools",
  "labChart",
  "labChecker",
  "labDigits",
  "labKnobs",
  "labNetwork",
  "labRandom",
  "labRun",
  "labSuspects",
  "labTasks",
  "labTiles",
  "labTrainer",
  "padAnswers",
  "padBoard",
  "padCells",
  "padGhost",
  "padHoles",
  "padLens",
  "padMaps",
  "padPaper",
  "padTask",
  "padWords",
];
const unused = (options) => ["error", { argsIgnorePattern: "^_", ...options }];

export default [
  {
    files: ["**/*.{js,mjs}"],
    languageOptions: {
      ecmaVersion: 2022,
      sourceType: "module",
      globals: { ...browser, ...readonly(declared) },
    },
    rules: { ...rules, "no-unused-vars": unused({}) },
  },
  {
    files: shared,
    languageOptions: { sourceType: "script" },
    rules: { "no-unused-vars": unused({ varsIgnorePattern: `^(${declared.join("|")})$` }) },
  },
  {
    files: ["**/search.js"],
    languageOptions: { globals: readonly(["Stemmer", "cnnlibTexts", "splitQuery", "stopwords"]) },
  },
  {
    files: ["**/worker.js"],
    languageOptions: { globals: readonly(["importScripts", "postMessage"]) },
  },
];
