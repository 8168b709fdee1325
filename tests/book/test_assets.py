"""What the extension lays into the site, and what it takes out of a page."""

import json
import re

import pytest
from fontTools.ttLib import TTFont

from cnnlib.book import assets, icons, pages
from tests.book import site


@pytest.mark.parametrize(
    ("source", "message"),
    [
        pytest.param(
            'import x from "./x.js";\nexport default {};', "demo.js: an import", id="import"
        ),
        pytest.param(
            'const x = await import("./x.js");\nexport default x;', "an import", id="import()"
        ),
        pytest.param("const render = 1;", "exactly one export", id="no export"),
        pytest.param("export const a = 1;\nexport default a;", "exactly one", id="two exports"),
        pytest.param("export { render };", "exactly one export", id="no default"),
    ],
)
def test_a_front_end_that_is_not_self_contained_is_refused(source, message):
    with pytest.raises(ValueError, match=message):
        assets.classic_script("demo", source)


def test_frames_move_into_a_script_of_their_own(tmp_path):
    frames = ["data:image/webp;base64,AA==", "data:image/webp;base64,AB=="]
    body = (
        '<p>before</p><script type="application/json" class="cnnlib-frames" '
        f'data-frames="0123abcd">{json.dumps(frames)}</script><p>after</p>'
    )
    assert pages.move_frames(body, tmp_path) == "<p>before</p><p>after</p>"
    script = (tmp_path / "0123abcd.js").read_text("utf-8")
    assert script == f'cnnlibHost.frames("0123abcd", {json.dumps(frames)});\n'


def test_frames_that_are_no_json_stop_the_build(tmp_path):
    body = '<script type="application/json" class="cnnlib-frames" data-frames="0a">["</script>'
    with pytest.raises(json.JSONDecodeError):
        pages.move_frames(body, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_page_loads_what_it_uses_and_nothing_else():
    names = pages.frontends('<div data-module="question"></div><div data-module="explore"></div>')
    assert assets.scripts(names)[-2:] == ["explore.js", "question.js"]
    assert assets.styles(names)[0] == "explorable.css"
    assert assets.scripts([]) == assets.styles([]) == []


def test_every_front_end_becomes_a_classic_script(tmp_path):
    assets.write_static(tmp_path)
    for script in (tmp_path / "cnnlib").glob("*.js"):
        if script.name != "python.js":
            text = script.read_text("utf-8")
            assert "export default" not in text, script.name
    assert (tmp_path / "licenses" / "mathjax.txt").exists()


def test_the_theme_no_longer_loads_its_icon_script(tmp_path):
    assets.write_templates(tmp_path)
    text = (tmp_path / "static" / "webpack-macros.html").read_text("utf-8")
    assert "fontawesome.js" not in text
    later = re.findall(r'<script data-later="{{ pathto\(\'_static/scripts/([a-z-]+)', text)
    assert later == ["bootstrap", "pydata-sphinx-theme"]
    assert "defer" not in text


def test_every_icon_that_a_page_names_is_drawn():
    style = "styles/pydata-sphinx-theme.css"
    whole = (icons.theme_folder() / "static" / style).read_text("utf-8")
    static = site.SITE / "_static"
    font = TTFont(static / "vendor" / "fontawesome" / "webfonts" / "fa-solid-900.woff2")
    texts = [page.read_text("utf-8") for page in site.SITE.rglob("*.html")]
    named = {name for text in texts for name in re.findall(r"fa-solid (fa-[a-z-]+)", text)}
    assert {"fa-bars", "fa-magnifying-glass"} <= named
    for name in named:
        rule = rf'\.{name}:before[^{{}}]*{{content:"[^"]+"}}'
        expected = re.search(rule, whole)
        assert re.search(rule, (static / style).read_text("utf-8"))[0] == expected[0]
        code = re.search(r'"\\?([^"]+)"', expected[0])[1]
        assert (ord(code) if len(code) == 1 else int(code, 16)) in font.getBestCmap(), name
