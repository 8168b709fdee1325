"""The look of the drawings, which travels inside each: a notebook has no other style sheet.

The colors are those of the figures that move (``interactive/explorable.css``; a test compares
them), under the same names. What a page or a notebook says of its own text and background is used.
"""

LIGHT = {
    "input": "#0072b2",
    "kernel": "#8f5f00",
    "kernel-fill": "#e69f00",
    "output": "#007454",
    "gradient": "#a3487a",
    "focus": "#b84e00",
    "padding": "#8a8a8a",
    "plus": "#8a8f00",
    "minus": "#6a51c7",
    "most": "60%",
}
DARK = {
    "input": "#6cbcf0",
    "kernel": "#f0b429",
    "output": "#3fcf9f",
    "gradient": "#e29ac3",
    "focus": "#ff9d57",
    "padding": "#9a9a9a",
    "plus": "#a9ae1e",
    "minus": "#8f7ae6",
    "most": "38%",
}


def _variables(colors: dict[str, str]) -> str:
    return "".join(f"--cnn-{name}:{value};" for name, value in colors.items())


_RULES = f"""
.cnn-drawing{{
{_variables(LIGHT)}
--ink:15%;
--tone:.55;
--cnn-text:var(--pst-color-text-base,var(--jp-ui-font-color1,currentColor));
--cnn-background:var(--pst-color-background,var(--jp-layout-color1,#fff));
--quiet:color-mix(in srgb,var(--cnn-text) 75%,transparent);
--line:color-mix(in srgb,var(--cnn-text) 22%,transparent);
display:grid;
align-items:end;
gap:12px 16px;
grid-template-columns:repeat(auto-fill,minmax(min(100%,max(var(--least),\
(100% - (var(--columns) - 1)*16px)/var(--columns))),1fr));
margin:8px 0;
color:var(--cnn-text);
font-family:var(--pst-font-family-base,var(--jp-ui-font-family,system-ui,sans-serif));
font-variant-numeric:tabular-nums;
text-align:start;
break-inside:avoid;
print-color-adjust:exact}}
html[data-theme=dark] .cnn-drawing,body[data-jp-theme-light=false] .cnn-drawing,\
body.vscode-dark .cnn-drawing{{
{_variables(DARK)}
--ink:84%;
--tone:.78;
}}
html[data-theme=dark] .bd-content div.cell_output .text_html:has(>div.cnn-drawing){{
padding:0;background:none;color:inherit}}
.cnn-drawing>div{{min-width:0}}
.cnn-drawing b{{display:block;margin:0 0 4px;font-size:14px;font-weight:600;line-height:1.3}}
.cnn-drawing svg{{display:block;max-width:100%;height:auto;overflow:visible}}
.cnn-drawing text{{fill:var(--cnn-text);font-size:16px;text-anchor:middle}}
.cnn-drawing path{{fill:none;stroke:var(--role,var(--cnn-text))}}
.cnn-drawing circle{{fill:var(--role,var(--cnn-text))}}
.cnn-drawing [data-role=input]{{--role:var(--cnn-input)}}
.cnn-drawing [data-role=kernel]{{--role:var(--cnn-kernel)}}
.cnn-drawing [data-role=output]{{--role:var(--cnn-output)}}
.cnn-drawing [data-role=gradient]{{--role:var(--cnn-gradient)}}
.cnn-drawing [data-role=focus]{{--role:var(--cnn-focus)}}
.cnn-drawing [data-role=padding]{{--role:var(--cnn-padding)}}
.cnn-drawing [data-sign]{{--fill:var(--cnn-plus);fill:var(--fill);\
fill-opacity:calc(var(--part)*var(--cnn-most))}}
.cnn-drawing [data-sign="−"]{{--fill:var(--cnn-minus)}}
.cnn-drawing [data-is=minus]{{stroke:var(--cnn-minus);stroke-opacity:.35}}
.cnn-drawing [data-is=line]{{stroke:var(--line)}}
.cnn-drawing [data-is=window]{{stroke:color-mix(in srgb,var(--cnn-kernel-fill) 65%,transparent)}}
.cnn-drawing [data-is=edge]{{stroke:var(--quiet)}}
.cnn-drawing [data-is=halo]{{stroke:var(--cnn-background);stroke-width:6}}
.cnn-drawing [data-is=zero]{{fill:var(--quiet)}}
.cnn-drawing text[data-is=quiet]{{fill:var(--quiet)}}
.cnn-drawing text[data-is=name]{{fill:var(--role,var(--cnn-text));font-weight:600}}
.cnn-drawing [data-is=class] path{{stroke:oklch(var(--tone) .15 calc(var(--class)*36deg))}}
.cnn-drawing text[data-is=island]{{font-weight:700;paint-order:stroke;stroke-width:5px;\
stroke:var(--cnn-background);stroke-linejoin:round}}
.cnn-drawing circle[data-is=ring]{{fill:none;stroke:var(--role);stroke-width:2}}
.cnn-drawing image{{image-rendering:auto}}
.cnn-drawing image[data-look=ink]{{filter:invert(var(--ink))}}
.cnn-drawing image[data-is=pixels]{{image-rendering:pixelated}}
@media (min-width:600px){{
.bd-content .cnn-drawing b{{text-align:center}}
.bd-content .cnn-drawing svg{{margin-inline:auto}}
}}
"""
STYLE = f"<style>{_RULES.replace(chr(10), '')}</style>"
"""One line, for front ends that read HTML as Markdown."""
