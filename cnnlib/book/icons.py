"""The theme's icon font, cut down to the icons that the book's pages show.

The theme sends every reader 1,400 icons (156 KB) and a rule of CSS for each; a page shows twenty.
"""

import importlib.util
import re
from pathlib import Path

from fontTools import subset

_FONT = Path("vendor") / "fontawesome" / "webfonts" / "fa-solid-900"
_STYLES = Path("styles") / "pydata-sphinx-theme.css"
_RULE = re.compile(r'((?:\.fa-[\w-]+:before,?)+)\{content:"([^"]+)"\}')
_NAME = re.compile(r"\bfa-[a-z0-9-]+")


def drop_unused(site: Path) -> None:
    """Cut the icon font and its style sheet in the built `site` to what its pages name."""
    theme = theme_folder() / "static"
    styles, kept = used_rules((theme / _STYLES).read_text("utf-8"), _named(site))
    (site / "_static" / _STYLES).write_text(styles, "utf-8")
    options = subset.Options(flavor="woff2", layout_features=[], notdef_outline=True)
    font = subset.load_font(str(theme / _FONT.with_suffix(".ttf")), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=sorted(map(ord, kept)))
    subsetter.subset(font)
    subset.save_font(font, str(site / "_static" / _FONT.with_suffix(".woff2")), options)


def theme_folder() -> Path:
    """Where the theme's templates and static files lie."""
    theme = importlib.util.find_spec("pydata_sphinx_theme")
    if theme is None or theme.origin is None:
        raise ModuleNotFoundError("the theme is missing: pip install sphinx-book-theme")
    return Path(theme.origin).parent / "theme" / "pydata_sphinx_theme"


def used_rules(styles: str, names: set[str]) -> tuple[str, set[str]]:
    r"""The style sheet without the rules of icons that are not among `names`, and its characters.

    >>> styles = 'a{b:c}.fa-x:before,.fa-y:before{content:"x"}.fa-z:before{content:"z"}'
    >>> used_rules(styles, {"fa-y"})
    ('a{b:c}.fa-x:before,.fa-y:before{content:"x"}', {'x'})
    """

    def keep(match: re.Match[str]) -> str:
        return match[0] if names & set(_NAME.findall(match[1])) else ""

    kept = _RULE.sub(keep, styles)
    characters = {_character(match[2]) for match in _RULE.finditer(kept)}
    # The theme's own rules hold their icons as private characters.
    return kept, characters | set(re.findall("[\ue000-\uf8ff]", kept))


def _character(content: str) -> str:
    return chr(int(content[1:], 16)) if content.startswith("\\") else content


def _named(site: Path) -> set[str]:
    """The icons that the pages and the scripts which they load name."""
    files = [*site.rglob("*.html"), *(site / "_static").rglob("*.js")]
    texts = (path.read_text("utf-8") for path in files if path.name != "fontawesome.js")
    return {name for text in texts for name in _NAME.findall(text)}
