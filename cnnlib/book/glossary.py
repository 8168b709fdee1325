"""What a word of the glossary means, wherever a page uses it.

Each page that links to terms (``{term}`kernel```) gets their definitions with it, hidden at its
end: no page opened from a file could fetch them. ``glossary.js`` shows a definition beside its link
on hover, focus and tap; without scripts, the link leads to the glossary as ever.
"""

import re
from collections.abc import Iterable
from typing import Any

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

_LINK = re.compile(
    r'<a (?=class="reference internal" href="[^"#]*#(term-[^"]+)"[^>]*>'
    r'<span class="xref std std-term)'
)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx, before those that mend finished pages: definitions are mended too."""
    app.connect("env-get-outdated", _pages_of_a_changed_glossary)
    app.connect("html-page-context", _explain_terms, priority=400)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def terms(body: str) -> list[str]:
    """The anchors of the terms that a page links to, each once, in reading order."""
    return list(dict.fromkeys(_LINK.findall(body)))


def explained(body: str, definitions: dict[str, str]) -> str:
    """The page whose links to terms are described by these definitions, at its end.

    >>> link = '<a class="reference internal" href="g.html#term-k"><span class="xref std std-term">'
    >>> print(explained(link, {"term-k": "<p>Slides.</p>"}).replace("><", ">\\n<"))
    <a aria-describedby="definition-k" class="reference internal" href="g.html#term-k">
    <span class="xref std std-term">
    <div role="tooltip" id="definition-k" class="cnn-definition" hidden>
    <p>Slides.</p>
    </div>
    """

    def name(anchor: str) -> str:
        return anchor.replace("term-", "definition-", 1)

    body = _LINK.sub(lambda link: f'<a aria-describedby="{name(link[1])}" ', body)
    return body + "".join(
        f'<div role="tooltip" id="{name(anchor)}" class="cnn-definition" hidden>{text}</div>'
        for anchor, text in definitions.items()
    )


def _explain_terms(
    app: Sphinx, _name: str, _template: str, context: dict[str, Any], _tree: nodes.document | None
) -> None:
    used = terms(context.get("body") or "")
    if used:
        context["body"] = explained(context["body"], _definitions(app, used))
        app.add_css_file("cnnlib/glossary.css")
        app.add_js_file("cnnlib/glossary.js", loading_method="defer")


def _definitions(app: Sphinx, anchors: list[str]) -> dict[str, str]:
    """The HTML of the definition behind each anchor."""
    places = _places(app.env)
    trees = {name: app.env.get_doctree(name) for name in {places[anchor] for anchor in anchors}}
    return {anchor: _definition(app, trees[places[anchor]], anchor) for anchor in anchors}


def _places(env: BuildEnvironment) -> dict[str, str]:
    """The document in which each term stands, by the term's anchor."""
    objects = env.get_domain("std").objects  # type: ignore[attr-defined]
    return {anchor: name for (kind, _), (name, anchor) in objects.items() if kind == "term"}


def _definition(app: Sphinx, tree: nodes.document, anchor: str) -> str:
    item = next(term.parent for term in tree.findall(nodes.term) if anchor in term["ids"])
    definition = item.deepcopy()[-1]
    for link in list(definition.findall(addnodes.pending_xref)):
        link.replace_self(link.children)  # a tooltip holds nothing to click
    parts = (app.builder.render_partial(part)["fragment"] for part in definition)  # type: ignore
    return "".join(parts).strip()


def _pages_of_a_changed_glossary(
    _app: Sphinx, env: BuildEnvironment, _added: set[str], changed: set[str], _removed: set[str]
) -> Iterable[str]:
    """All pages: which of them use the words that were changed is not known yet."""
    return sorted(env.found_docs) if changed & set(_places(env).values()) else []
