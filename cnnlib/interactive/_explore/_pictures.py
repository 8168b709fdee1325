"""Plots by matplotlib as pixels: one box for all positions, in a format that is small and exact."""

import base64
import html
import io
import math
from collections.abc import Iterable
from dataclasses import astuple, dataclass, replace
from typing import Any

import matplotlib
import numpy as np
from matplotlib.collections import QuadMesh
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.transforms import Bbox
from PIL import Image, ImageChops

DPI = 144
CSS_DPI = 96
SNAP = 3
"""Boxes are multiples of 3 pixels, so that they measure whole CSS pixels (144 : 96 = 3 : 2)."""

VISIBLE = 10
"""No color of a picture may move by more than this, of 255, when it is reduced to 256 colors."""
PHOTOGRAPH = 2**15
"""With more colors than this, reducing is not even tried: slow, and the loss would be seen."""
_WHITE = (255, 255, 255)


@dataclass(frozen=True)
class Box:
    """A rectangle in pixels; the vertical axis points upward, as in matplotlib."""

    left: int
    bottom: int
    right: int
    top: int


@dataclass(frozen=True)
class Picture:
    """An RGB image, and how many CSS pixels one of its pixels measures."""

    image: Image.Image
    scale: float = 1.0


@dataclass(frozen=True, kw_only=True)
class Plot(Picture):
    """A figure, with the rectangle that the image shows of it and the color around.

    One of lines on white can be turned into light lines on dark; a picture cannot.
    """

    scale: float = CSS_DPI / DPI
    of_lines: bool = False
    box: Box
    background: tuple[int, ...] = _WHITE


def from_figure(figure: Figure) -> Plot:
    """`figure` in its tight bounding box, as a notebook would show it, at 144 dpi."""
    dpi = figure.dpi
    figure.dpi = DPI
    try:
        figure.draw_without_rendering()
        tight = figure.get_tightbbox().padded(matplotlib.rcParams["savefig.pad_inches"])
        box = Box(
            math.floor(tight.x0 * DPI / SNAP) * SNAP,
            math.floor(tight.y0 * DPI / SNAP) * SNAP,
            math.ceil(tight.x1 * DPI / SNAP) * SNAP,
            math.ceil(tight.y1 * DPI / SNAP) * SNAP,
        )
        # A hundredth of a pixel more: matplotlib cuts off fractions, and 431.99 would become 431.
        corners = (box.left, box.bottom, box.right + 0.01, box.top + 0.01)
        buffer = io.BytesIO()
        figure.savefig(
            buffer,
            format="png",
            dpi=DPI,
            bbox_inches=Bbox.from_extents(*(pixels / DPI for pixels in corners)),
            facecolor=figure.get_facecolor(),
            edgecolor=figure.get_edgecolor(),
            transparent=False,
            pil_kwargs={"compress_level": 1},
        )
    finally:
        figure.dpi = dpi
    image = _on_white(Image.open(buffer))
    *color, alpha = to_rgba(figure.get_facecolor())
    background = tuple(round(255 * (1 + alpha * (channel - 1))) for channel in color)
    pictures = figure.findobj(lambda artist: isinstance(artist, (AxesImage, QuadMesh)))
    of_lines = background == _WHITE and not pictures
    return Plot(image=image, box=box, background=background, of_lines=of_lines)


def from_bytes(data: bytes, width: int | None = None, **_: Any) -> Picture:
    """A displayed PNG or JPEG picture; `width` is the width on the page, if its author gave one."""
    image = _on_white(Image.open(io.BytesIO(data)))
    scale = 1.0 if width is None else width / image.width
    return Picture(image, scale=scale)


def common_box(boxes: Iterable[Box]) -> Box:
    """The smallest box around all boxes.

    >>> common_box([Box(0, 0, 6, 6), Box(-3, 3, 6, 9)])
    Box(left=-3, bottom=0, right=6, top=9)
    """
    lefts, bottoms, rights, tops = zip(*map(astuple, boxes), strict=True)
    return Box(min(lefts), min(bottoms), max(rights), max(tops))


def in_box(plot: Plot, box: Box) -> Plot:
    """The plot with margins, so that it fills `box`."""
    image = Image.new("RGB", (box.right - box.left, box.top - box.bottom), plot.background)
    image.paste(plot.image, (plot.box.left - box.left, box.top - plot.box.top))
    return replace(plot, image=image, box=box)


def picture_html(picture: Picture, alt: str) -> str:
    """An ``<img>`` of the picture, with its size for the layout of the page."""
    data = base64.b64encode(encode(picture.image)).decode("ascii")
    width, height = (round(pixels * picture.scale) for pixels in picture.image.size)
    look = " cnn-explore-lines" if isinstance(picture, Plot) and picture.of_lines else ""
    return (
        f'<img class="cnn-explore-picture{look}" src="data:image/webp;base64,{data}"'
        f' width="{width}" height="{height}" decoding="sync" alt="{html.escape(alt)}">'
    )


def encode(image: Image.Image) -> bytes:
    """Lossless WebP of the image, in 256 colors if nobody can see the difference."""
    colors = image.getcolors(PHOTOGRAPH)
    if colors is not None and len(colors) > 256:
        # Maximum coverage keeps the *largest* error small; median cut loses the thin colored lines.
        reduced = image.quantize(256, Image.Quantize.MAXCOVERAGE, dither=Image.Dither.NONE)
        reduced = reduced.convert("RGB")
        if np.asarray(ImageChops.difference(image, reduced)).max() <= VISIBLE:
            image = reduced
    buffer = io.BytesIO()
    image.save(buffer, "WEBP", lossless=True, method=4)
    return buffer.getvalue()


def _on_white(image: Image.Image) -> Image.Image:
    rgba = image.convert("RGBA")
    white = Image.new("RGBA", rgba.size, "white")
    return Image.alpha_composite(white, rgba).convert("RGB")
