"""What a page's HTML tells and loses on its way into the site. Text in, text out."""

import json
import re
from base64 import b64encode
from pathlib import Path

_REDIRECT = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>{title}</title>
<link rel="icon" href="data:image/svg+xml;base64,{icon}">
<meta http-equiv="refresh" content="0; url={first}">
<p><a href="{first}">{title}</a></p>
</html>
"""

_MODULE = re.compile(r'data-module="([\w-]+)"')
_FRAMES = re.compile(
    r'<script type="application/json" class="cnnlib-frames" data-frames="([0-9a-f]+)">'
    r"(.*?)</script>",
    re.DOTALL,
)


def frontends(body: str) -> list[str]:
    """The front-ends that a page needs, each once, sorted.

    >>> frontends('<div data-module="question"></div><div data-module="explore"></div>')
    ['explore', 'question']
    """
    return sorted(set(_MODULE.findall(body)))


def move_frames(body: str, folder: Path) -> str:
    """Write the frames of each `explore` figure to a script in `folder`; return the page without.

    A script, not JSON: a page opened from a file may load scripts but fetch nothing.
    """

    def move(match: re.Match[str]) -> str:
        name, frames = match.groups()
        json.loads(frames)  # a page that holds anything else must not be built
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / f"{name}.js"
        text = f'cnnlibHost.frames("{name}", {frames});\n'
        if not target.exists() or target.read_text("utf-8") != text:
            target.write_text(text, "utf-8")
        return ""

    return _FRAMES.sub(move, body)


def drop_repeated_ids(body: str) -> str:
    """The page without the id that sphinx-exercise gives to the inside of *every* exercise.

    >>> drop_repeated_ids('<section id="exercise-content"><p>…</p></section>')
    '<section><p>…</p></section>'
    """
    return re.sub(r'<section id="(?:exercise|solution)-content">', "<section>", body)


def name_wheel(body: str, wheel: str) -> str:
    """The page with the name of the wheel behind each folder that ``data-wheel`` gives.

    >>> name_wheel('<code data-wheel="_static/download/">', "cnnlib-1.0-py3-none-any.whl")
    '<code data-wheel="_static/download/cnnlib-1.0-py3-none-any.whl">'
    """
    return re.sub(r'(data-wheel="[^"]*/)"', rf'\g<1>{wheel}"', body)


def redirect(first: str, title: str, icon: bytes) -> str:
    """The page `index.html`, which leads to the first one of the book.

    It holds its icon, an SVG: browsers would ask a server for one, and leave before it comes.
    """
    return _REDIRECT.format(first=first, title=title, icon=b64encode(icon).decode())
