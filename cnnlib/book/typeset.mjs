// Formulas as pictures: MathJax in Node, which `formulas.py` starts once for a build.
//
// Each line that comes in is JSON, [TeX, whether it is displayed]. The line that goes out holds the
// picture, the same in MathML, and the width in ex; or what is wrong with the formula.
import { createRequire } from "node:module";
import { argv, stdin, stdout } from "node:process";
import { createInterface } from "node:readline";

const { init } = createRequire(import.meta.url)(`${argv[2]}/node-main.js`);
const MathJax = await init({
  loader: { load: ["input/tex", "output/svg", "adaptors/liteDOM", "a11y/assistive-mml"] },
  tex: {
    packages: { "[-]": ["noundefined", "noerrors"] },
    formatError: (_jax, error) => {
      throw error;
    },
  },
  // Each picture holds its own outlines, so that it can be shown anywhere.
  svg: { fontCache: "none" },
});
const { adaptor } = MathJax.startup;

const NEEDLESS = ["data-mml-node", "data-mjx-texclass", "data-c", "xmlns", "role", "focusable"];

/** Take out what only names the parts of a formula: two thirds of its elements. */
function slim(node) {
  for (const child of [...adaptor.childNodes(node)]) slim(child);
  for (const name of NEEDLESS) adaptor.removeAttribute(node, name);
  if (adaptor.kind(node) !== "g") return;
  const children = [...adaptor.childNodes(node)];
  const names = adaptor.allAttributes(node).map(({ name }) => name);
  const [first] = children;
  if (children.length === 1 && names.join() === "transform") {
    if (adaptor.hasAttribute(first, "transform")) return;
    adaptor.setAttribute(first, "transform", adaptor.getAttribute(node, "transform"));
  } else if (children.length && names.length) {
    return;
  }
  for (const child of children) adaptor.insert(child, node);
  adaptor.remove(node);
}

async function typeset([tex, display]) {
  const [svg, spoken] = adaptor.childNodes(await MathJax.tex2svgPromise(tex, { display }));
  slim(svg);
  return {
    svg: adaptor.serializeXML(svg),
    mathml: adaptor.serializeXML(adaptor.firstChild(spoken)),
    width: parseFloat(adaptor.getAttribute(svg, "width")),
  };
}

for await (const line of createInterface({ input: stdin })) {
  const answer = await typeset(JSON.parse(line)).catch(({ message }) => ({ error: message }));
  stdout.write(`${JSON.stringify(answer)}\n`);
}
