"""What a figure leaves in the built book: a mount point that the page's own script brings to life.

While the book is built, ``CNNLIB_STATIC=1`` is set, and a figure's output is one line of HTML:
an element that names the figure, a sentence for readers without JavaScript, and the figure's state
as JSON. ``host.js`` finds these elements and hands each to its front-end, the same file that
JupyterLab runs live.
"""

import base64
import html
import json
import os
from collections.abc import Mapping
from typing import Any

from ipywidgets.widgets.widget import _remove_buffers


def is_static() -> bool:
    """Whether the book is being built, so that figures must work without a kernel.

    >>> is_static()
    False
    """
    return os.environ.get("CNNLIB_STATIC") == "1"


def script_json(value: Any) -> str:
    """JSON that can stand inside a ``<script>`` element, whatever text it holds.

    >>> script_json("</script>")
    '"\\\\u003c/script\\\\u003e"'
    """
    text = json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for character in "<>&\u2028\u2029":
        text = text.replace(character, f"\\u{ord(character):04x}")
    return text


def mount(
    name: str,
    frontend: str,
    state: Mapping[str, Any],
    fallback: str,
    *,
    fallback_html: str = "",
    anchor: str = "",
) -> str:
    """The HTML line at which the static host starts the front-end `frontend` with `state`.

    `name` is what tests and styles find the figure by (``data-explorable``), `fallback` the
    sentence shown without JavaScript; `fallback_html`, markup on one line that stands below it and
    is not escaped, such as a picture; `anchor`, the id under which a link finds it. Bytes anywhere
    in `state` travel as base64 and arrive as a ``DataView``, as they do from a live kernel.

    >>> mount("Demo", "demo", {"n": 1}, "A demo.")
    '<div class="cnnlib" data-explorable="Demo" data-module="demo"><p class="cnnlib-fallback">A \
demo.</p><script type="application/json">{"state":{"n":1},"buffers":[]}</script></div>'
    """
    plain, paths, buffers = _remove_buffers(dict(state))
    packed = [
        {"path": path, "base64": base64.b64encode(buffer).decode("ascii")}
        for path, buffer in zip(paths, buffers, strict=True)
    ]
    identity = f' id="{html.escape(anchor)}"' if anchor else ""
    return (
        f'<div class="cnnlib"{identity} data-explorable="{html.escape(name)}"'
        f' data-module="{html.escape(frontend)}">'
        f'<p class="cnnlib-fallback">{html.escape(fallback)}</p>'
        f'<script type="application/json">{script_json({"state": plain, "buffers": packed})}'
        f"</script>{fallback_html}</div>"
    )
