"""Pictures that the chapters share: images in rows, matrices with numbers, signals, windows.

Each function returns a Figure on a white card, which reads on light and dark pages. It is at most
4.8 inches wide, so that its 11-point text stays legible on a phone. An image without negative
values is gray; else, and in a matrix, blue is negative, white zero and red positive, as in the
figures that move.
"""

import re
import textwrap
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from io import BytesIO, StringIO
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator
from PIL import Image

from cnnlib.arithmetic import same_padding
from cnnlib.arrays import Array, as_numbers, shape_text
from cnnlib.functional import correlate1d

COLORS = {
    "input": "#0072B2",
    "kernel": "#E69F00",
    "output": "#009E73",
    "gradient": "#CC79A7",
    "focus": "#D55E00",
    "padding": "#767676",
}
_SIGNED = LinearSegmentedColormap.from_list("signed", [COLORS["input"], "white", COLORS["focus"]])
_WIDTH = 4.8  # inches
_TEXT: dict[str, Any] = {"color": "#1A1A1A", "fontsize": 11}
_LEGIBLE = 44  # characters side by side


class _Card(Figure):
    """A figure that shows itself as the value of a cell, without pyplot and its global state."""

    def __init__(self, width: float, height: float) -> None:
        super().__init__(figsize=(width, height), facecolor="white", layout="constrained")

    def _repr_svg_(self) -> str:
        text = StringIO()
        self.savefig(text, format="svg", dpi=216)
        return re.sub(r"(?<=base64,)[\w+/=\s]+", _with_palette, text.getvalue())


def _with_palette(png: re.Match[str]) -> str:
    """A picture inside an SVG, in base64, with 1 byte a pixel instead of 4 if that loses nothing.

    Colors that came out of a color map are at most 256.
    """
    picture = Image.open(BytesIO(b64decode(png[0]))).convert("RGB")
    pixels = np.asarray(picture).reshape(-1, 3)
    colors, indices = np.unique(pixels, axis=0, return_inverse=True)
    if len(colors) > 256:
        return png[0]
    small = Image.frombytes("P", picture.size, indices.astype(np.uint8).tobytes())
    small.putpalette(colors.tobytes())
    file = BytesIO()
    small.save(file, "PNG", optimize=True)
    return b64encode(file.getvalue()).decode("ascii")


def show_images(
    images: Sequence[Any],
    titles: Sequence[Any] = (),
    columns: int = 3,
    *,
    numbers: bool = False,
    mark_maximum: bool = False,
) -> Figure:
    """Lay images side by side; the gray ones share one scale, and so do those with negatives.

    `images` have the shape (H, W), (1, H, W), or (3, H, W) with colors from 0 to 1; `titles` are
    none or one for each. Raises ValueError for other shapes or numbers of them. A signed scale
    ends where 99 of 100 values lie within it. `numbers` writes the values into the pixels,
    `mark_maximum` puts a cross on the largest value of each signed image.

    >>> len(show_images([[[0, 1]], [[-1, 1]]], ["a step", "its slope"]).axes)
    2
    """
    pictures = [_picture(image) for image in images]
    count = len(pictures)
    if count == 0 or len(titles) not in (0, count) or columns < 1:
        raise ValueError(f"{count} images, {len(titles)} titles, {columns} columns do not fit")
    columns = min(columns, count)
    rows = -(-count // columns)
    side = min(_WIDTH / columns, 3.2)
    texts = [textwrap.fill(str(title), int(12 * side)) for title in titles] or [""] * count
    tallest = max(picture.shape[0] / picture.shape[1] for picture in pictures)
    lines = 1 + max(text.count("\n") for text in texts)
    figure = _Card(columns * side, rows * (side * min(tallest, 2) + 0.2 * lines))
    panels = figure.subplots(rows, columns, squeeze=False).ravel()
    for axes, picture, text in zip(panels, pictures, texts, strict=False):
        signed = _has_negative(picture)
        top = max(_bound(other) for other in pictures if _has_negative(other) == signed)
        if numbers:
            _draw(axes, picture, -2 * top, 2 * top)  # pale, so that the numbers can be read
            _write(axes, picture)
        else:
            _draw(axes, picture, -top if signed else 0, top)
        if mark_maximum and signed:
            row, column = np.unravel_index(np.nanargmax(picture), picture.shape)
            axes.plot(column, row, "x", color="black", markersize=12, markeredgewidth=2.5)
        axes.set_title(text, **_TEXT)
    for axes in panels[count:]:
        axes.remove()
    return figure


def show_matrix(matrix: Any, title: str = "", rows: str = "", columns: str = "") -> Figure:
    """Draw a matrix (H, W) cell by cell, with its numbers if they fit.

    `rows` and `columns` say what they stand for. Raises ValueError unless there are 2 axes.

    >>> [text.get_text() for text in show_matrix([[1, -0.5]]).axes[0].texts]
    ['1', '−0.5']
    """
    cells = as_numbers("matrix", matrix, 2)
    height, width = cells.shape
    cell = min(_WIDTH / width, 0.7)
    figure = _Card(min(cell * width + 0.6, _WIDTH), min(cell * height, 2 * _WIDTH) + 0.6)
    axes = figure.subplots()
    top = 2 * _largest(cells)  # the pale half of the colors, on which black text reads
    _draw(axes, cells, -top, top)
    axes.set_title(title, **_TEXT)
    axes.set_xlabel(columns, **_TEXT)
    axes.set_ylabel(rows, **_TEXT)
    _write(axes, cells)
    return figure


def show_signals(signals: Mapping[str, Any], roles: Sequence[str] = tuple(COLORS)) -> Figure:
    """Draw signals, label → values (n,), under each other, with their numbers if they fit.

    `roles` are keys of COLORS: by default input, kernel, output, in this order. Raises ValueError
    for no signals, more than there are roles, an unknown role, or a signal of other shape.

    >>> len(show_signals({"sound": [1, 2, 0, 4], "decay": [1, 0.5, 0.25]}).axes)
    2
    """
    if not 1 <= len(signals) <= len(roles) or not set(roles) <= set(COLORS):
        raise ValueError(f"{len(signals)} signals need as many roles out of {', '.join(COLORS)}")
    figure = _Card(_WIDTH, 1.2 * len(signals) + 0.3)
    panels = figure.subplots(len(signals), sharex=True, squeeze=False)[:, 0]
    for axes, (label, values), role in zip(panels, signals.items(), roles, strict=False):
        heights = as_numbers(label, values, 1)
        axes.vlines(np.arange(heights.size), 0, heights, color=COLORS[role], linewidth=3)
        axes.plot(heights, "o", color=COLORS[role])
        axes.axhline(0, color=COLORS["padding"], linewidth=0.8)
        for (x,), text in _numbers(heights):
            beyond = (0, 7 if heights[x] >= 0 else -17)
            place = {"xytext": beyond, "textcoords": "offset points", "ha": "center"}
            axes.annotate(text, (x, heights[x]), **place, **_TEXT)
        axes.set_ylabel(label, rotation=0, ha="right", va="center", **_TEXT)
        axes.set_yticks([])
        axes.margins(y=0.35)
        axes.spines[:].set_visible(False)
        axes.xaxis.set_major_locator(MaxNLocator(integer=True))
        axes.tick_params(bottom=False, colors=_TEXT["color"], labelsize=11)
    return figure


def show_windows(size: int, kernel: int, mode: str = "valid") -> Figure:
    """Draw every place that a kernel of `kernel` numbers takes on a signal of `size`, one a line.

    Hatched cells are the zeros put around the signal. Raises ValueError as `correlate1d`.

    >>> len(show_windows(5, 3, "full").axes[0].texts)
    7
    """
    outputs = len(correlate1d(np.ones(size), np.ones(kernel), mode))
    before = {"valid": 0, "same": same_padding(size, kernel)[0], "full": kernel - 1}[mode]
    width = size + 2 * (kernel - 1)  # the same for all modes, so that they can be compared
    figure = _Card(_WIDTH, 0.36 * (size + kernel - 1) + 0.5)
    axes = figure.subplots()
    for line in range(outputs):
        under = range(line - before, line - before + kernel)
        for cell in sorted({*range(size), *under}):
            inside = 0 <= cell < size
            style: dict[str, Any] = {"facecolor": COLORS["input"], "alpha": 0.25}
            if not inside:
                style = {"facecolor": "white", "edgecolor": COLORS["padding"], "hatch": "////"}
            axes.add_patch(Rectangle((cell + 0.06, line + 0.1), 0.88, 0.8, linewidth=0, **style))
        frame: dict[str, Any] = {"fill": False, "edgecolor": COLORS["kernel"], "linewidth": 2.5}
        axes.add_patch(Rectangle((under[0], line + 0.04), kernel, 0.92, **frame))
        axes.text(size + kernel - 0.6, line + 0.5, f"output {line}", va="center", **_TEXT)
    axes.set(xlim=(1 - kernel - 0.2, width - kernel + 3), ylim=(size + kernel - 1, -0.1))
    axes.set_axis_off()
    return figure


def _picture(image: Any) -> Array:
    """An image as matplotlib draws it: (H, W), or (H, W, 3) for colors."""
    picture = as_numbers("image", image, 2, 3)
    if picture.ndim == 3 and len(picture) not in (1, 3):
        raise ValueError(f"image has shape {shape_text(picture.shape)}: it needs 1 or 3 channels")
    if picture.ndim == 3 and len(picture) == 3:
        return np.clip(np.moveaxis(picture, 0, 2), 0, 1)
    return picture.reshape(picture.shape[-2:])


def _draw(axes: Axes, picture: Array, bottom: float, top: float) -> None:
    axes.imshow(
        picture, cmap=_SIGNED if bottom < 0 else "gray", vmin=bottom, vmax=top, interpolation="none"
    )
    axes.set(xticks=[], yticks=[])
    axes.spines[:].set_color(COLORS["padding"])


def _has_negative(picture: Array) -> bool:
    return bool(np.any(picture < 0))


def _write(axes: Axes, cells: Array) -> None:
    """Write the numbers of a matrix into its cells, if they fit."""
    for (i, j), text in _numbers(cells):
        axes.text(j, i, text, ha="center", va="center", **_TEXT)


def _bound(picture: Array) -> float:
    """The end of an image's color scale: a few extremes must not wash out all the rest."""
    finite = np.abs(picture[np.isfinite(picture)])
    if finite.size == 0 or not _has_negative(picture):
        return _largest(picture)
    return float(np.percentile(finite, 99, method="higher")) or _largest(picture)


def _largest(picture: Array) -> float:
    """The largest finite magnitude, or 1 where all is zero: half of a color scale."""
    return float(np.max(np.abs(picture), where=np.isfinite(picture), initial=0)) or 1.0


def _numbers(values: Array) -> list[tuple[tuple[int, ...], str]]:
    """Where to write which number: three digits, a true minus sign; none if a row is too long."""
    if 2 * values.shape[-1] > _LEGIBLE:
        return []
    texts = [(k, f"{x + 0.0:.3g}".replace("-", "−")) for k, x in np.ndenumerate(values)]
    longest = max(len(text) for _, text in texts)
    return texts if values.shape[-1] * (longest + 1) <= _LEGIBLE else []
