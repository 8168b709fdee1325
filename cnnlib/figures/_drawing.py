"""A drawing: panels of hand-made SVG in the text of the page, so that they follow its theme.

Shapes are strings. They carry no ids and no colors, only what they mean (``data-role``,
``data-sign``, ``data-is``); what that looks like in light, dark and print is said in `_style`.
Lengths are CSS pixels at the drawing's natural size.
"""

from collections.abc import Sequence
from dataclasses import astuple, dataclass, replace
from functools import reduce
from html import escape
from itertools import zip_longest
from typing import Any

from cnnlib.figures._style import STYLE

WIDTH = 440
"""No drawing with text is wider, so that 16 pixels of text are 12 on a phone of 375."""
CHARACTER = 9.2
"""The width of a digit."""


@dataclass(frozen=True)
class Box:
    """A rectangle; the vertical axis points down."""

    left: float
    top: float
    right: float
    bottom: float

    def union(self, other: "Box") -> "Box":
        """The smallest box around both.

        >>> Box(0, 0, 2, 2).union(Box(-1, 1, 1, 3))
        Box(left=-1, top=0, right=2, bottom=3)
        """
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True)
class Panel:
    """Shapes, the box that they fill, and a title, which wraps as text does."""

    shapes: str
    box: Box
    title: str = ""

    def html(self) -> str:
        """The panel with its title, on one line."""
        left, top, right, bottom = astuple(self.box)
        width, height = right - left, bottom - top
        view = " ".join(map(number, (left, top, width, height)))
        title = f"<b>{escape(self.title)}</b>" if self.title else ""
        size = f'width="{number(width)}" height="{number(height)}"'
        return f'<div>{title}<svg viewBox="{view}" {size}>{self.shapes}</svg></div>'


@dataclass(frozen=True, repr=False)
class Drawing:
    """One picture for the ear: `alt` says what is shown. Notebooks and the book show it by itself.

    The panels lie side by side, at most `columns` in a row, and fewer where they would be narrower
    than `least` pixels.

    >>> Drawing((Panel("<circle r='1'/>", Box(-1, -1, 1, 1)),), "a dot")
    a dot
    """

    panels: tuple[Panel, ...]
    alt: str
    columns: int = 1
    least: float = 0

    def __repr__(self) -> str:
        return self.alt

    def _repr_html_(self) -> str:
        return STYLE + self.html()

    def html(self, alt: str | None = None) -> str:
        """The drawing without its `STYLE`, which a page needs once; `alt` replaces its own."""
        label = escape(self.alt if alt is None else alt)
        layout = f"--columns:{self.columns};--least:{number(self.least)}px"
        inside = "".join(panel.html() for panel in self.panels)
        return (
            f'<div class="cnn-drawing" role="img" aria-label="{label}" style="{layout}">'
            f"{inside}</div>"
        )


def with_common_boxes(drawings: Sequence[Drawing]) -> list[Drawing]:
    """The drawings, with the first panel of all in one box, the second in another, and so on.

    So nothing jumps when one is shown in the place of another.
    """
    columns = zip_longest(*([panel.box for panel in drawing.panels] for drawing in drawings))
    boxes = [reduce(Box.union, filter(None, column)) for column in columns]
    return [
        replace(
            drawing,
            panels=tuple(
                replace(panel, box=box) for panel, box in zip(drawing.panels, boxes, strict=False)
            ),
        )
        for drawing in drawings
    ]


def number(value: float) -> str:
    """A length as short as it can be: tenths of a pixel are enough.

    >>> number(2.0), number(-0.04), number(1 / 3)
    ('2', '0', '0.3')
    """
    return f"{round(float(value), 1) + 0.0:g}"


def text(x: float, y: float, words: str, **attributes: Any) -> str:
    """Words around x, with their middle at y."""
    return (
        f'<text x="{number(x)}" y="{number(y + 5.5)}"{_written(attributes)}>{escape(words)}</text>'
    )


def rectangle(x: float, y: float, width: float, height: float, **attributes: Any) -> str:
    """A filled rectangle."""
    corner = f'x="{number(x)}" y="{number(y)}"'
    size = f'width="{number(width)}" height="{number(height)}"'
    return f"<rect {corner} {size}{_written(attributes)}/>"


def circle(x: float, y: float, radius: float, **attributes: Any) -> str:
    """A dot."""
    place = f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
    return f"<circle {place}{_written(attributes)}/>"


def lines(*lines: Sequence[tuple[float, float]], **attributes: Any) -> str:
    """Lines through points, as one path; closed if they end where they begin.

    >>> lines([(0, 0), (1, 0.5)], [(0, 0), (1, 0), (1, 1), (0, 0)], data_is="line")
    '<path d="M0 0L1 0.5M0 0L1 0L1 1Z" data-is="line"/>'
    """
    path = ""
    for points in lines:
        closed = points[0] == points[-1]
        through = points[:-1] if closed else points
        path += "M" + "L".join(f"{number(x)} {number(y)}" for x, y in through)
        path += "Z" if closed else ""
    return path and f'<path d="{path}"{_written(attributes)}/>'


def cross(x: float, y: float) -> str:
    """A cross that marks a place on whatever lies there."""
    arms = [[(x - 7, y - 7), (x + 7, y + 7)], [(x - 7, y + 7), (x + 7, y - 7)]]
    return lines(*arms, data_is="halo") + lines(*arms, stroke_width=2.5, data_is="mark")


def group(shapes: str, **attributes: Any) -> str:
    """Shapes that share what they mean."""
    return f"<g{_written(attributes)}>{shapes}</g>"


def frame(x: float, y: float, width: float, height: float) -> list[tuple[float, float]]:
    """The corners of a rectangle, for `lines`."""
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]


def _written(attributes: dict[str, Any]) -> str:
    """
    >>> _written({"data_is": "zero", "r": 1})
    ' data-is="zero" r="1"'
    """
    return "".join(
        f' {name.replace("_", "-")}="{escape(str(value))}"' for name, value in attributes.items()
    )
