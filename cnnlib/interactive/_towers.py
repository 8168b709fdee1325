"""Networks as towers: a row for each layer that has windows, and the cells that its units read.

A unit i of a row reads the cells ``i·stride + tap`` of the row below, for each of its `taps`; where
branches join, these are the taps of all of them, and `least` those of the narrowest.
"""

import io
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

import numpy as np
from PIL import Image

from cnnlib.architectures import NETWORKS
from cnnlib.arithmetic import (
    Activation,
    BatchNorm,
    Conv,
    Dense,
    Flatten,
    Pool,
    inputs_read,
    output_size,
)
from cnnlib.arithmetic.branches import Branching
from cnnlib.arithmetic.layer import Layer
from cnnlib.arithmetic.stack import AxisField, Step, input_state, trace
from cnnlib.data import load_digits, load_photo

OWN = "Build your own"
OWN_SIZE = 64  # pixels a side of the picture below a tower of one's own
OWN_PICTURE, _PHOTO_NAME = f"photo{OWN_SIZE}", "photo224"
_PHOTO = "china"
PHOTO_CREDIT = "Photograph: danielbuechele, CC BY 2.0"

Tower = dict[str, Any]
Path = tuple[int, tuple[int, ...]]  # stride and taps


@cache
def tower(name: str) -> Tower:
    """The rows of a network of the book, from the first layer upwards."""
    layers, shape = NETWORKS[name]
    steps = trace(layers, input_state(shape))
    kept = [step for step in steps if _widens(step)]
    folded = dict.fromkeys(_word(step.layer) for step in steps if step not in kept)
    picture = _PHOTO_NAME if shape[0] == 3 else f"digit{shape[-1]}"
    rows = [_row(step) for step in kept]
    return {
        "size": shape[-1],
        "picture": picture,
        "folded": ", ".join(filter(None, folded)),
        "rows": rows,
    }


def different() -> Iterator[str]:
    """The names of the book's networks, but for those with the windows of one before."""
    seen: list[Any] = []
    for name in NETWORKS:
        rows = tower(name)["rows"]
        windows = [(row["stride"], row["taps"], row["outputs"]) for row in rows]
        if windows not in seen:
            seen.append(windows)
            yield name


def own_tower(layers: Sequence[Sequence[float]]) -> Tower:
    """The same for layers of one's own: kernel, stride, padding and dilation of each."""
    size, rows = OWN_SIZE, []
    for number, layer in enumerate(layers, 1):
        k, s, p, d = (int(each) if each.is_integer() else each for each in map(float, layer))
        size = output_size(size, k, s, p, d)  # type: ignore[arg-type]
        taps = [int(tap * d - p) for tap in range(int(k))]
        words = {"name": f"layer {number}", "window": [k, s, p, d]}
        rows.append({**words, "outputs": size, "stride": s, "taps": taps, "least": taps})
    return {"size": OWN_SIZE, "picture": OWN_PICTURE, "folded": "", "rows": rows}


def fields(name: str, layers: Sequence[Sequence[float]], narrowest: bool) -> list[AxisField]:
    """What a unit of each row sees along one axis, the picture's own first."""
    if name == OWN:
        steps = trace(_convs(layers), input_state((1, OWN_SIZE)), smallest=narrowest)
    else:
        steps = trace(
            NETWORKS[name].layers, input_state(NETWORKS[name].input_shape), smallest=narrowest
        )
        steps = tuple(step for step in steps if _widens(step))
    return [AxisField(), *(step.after.fields[-1] for step in steps)]


def read(layers: Sequence[Sequence[float]], size: int) -> int:
    """The pixels of a row that a unit with a field of `size` reads, were all of them there."""
    within = [(k, s, 0, d) for k, s, _, d in layers]
    return len(inputs_read(_convs(within), (1, size), (0,))[0])


def reached(rows: Sequence[dict[str, Any]], pixel: int) -> list[list[int] | None]:
    """The first and the last unit of each row that reads the pixel, the picture's first."""
    below = {pixel}
    ends: list[list[int] | None] = [[pixel, pixel]]
    for row in rows:
        units = range(row["outputs"])
        reads = ({unit * row["stride"] + tap for tap in row["taps"]} for unit in units)
        below = {unit for unit, cells in enumerate(reads) if cells & below}
        ends.append([min(below), max(below)] if below else None)
    return ends


def _convs(layers: Sequence[Sequence[float]]) -> list[Conv]:
    return [Conv(1, int(k), int(s), int(p), int(d)) for k, s, p, d in layers]


def pictures(towers: Mapping[str, Tower]) -> dict[str, str]:
    """The pictures below these towers, by name, as addresses."""
    names = {each.get("picture", OWN_PICTURE) for each in towers.values()}
    return {name: picture(name) for name in sorted(names)}


@cache
def picture(name: str) -> str:
    """The address of an image: ``"photo224"``, 224 pixels of a photograph, or ``"digit28"``."""
    if name.startswith("photo"):
        side = int(name.removeprefix("photo"))
        pixels = load_photo(_PHOTO, gray=False, height=side).transpose(1, 2, 0)
        left = (pixels.shape[1] - side) // 2
        return _address(pixels[:, left : left + side], quality=70)
    margin = (int(name.removeprefix("digit")) - 28) // 2
    return _address(np.pad(load_digits()[1].images[20, 0], margin), lossless=True)


def _address(pixels: Any, **options: Any) -> str:
    buffer = io.BytesIO()
    Image.fromarray(np.round(pixels * 255).astype(np.uint8)).save(buffer, "WEBP", **options)
    return f"data:image/webp;base64,{b64encode(buffer.getvalue()).decode('ascii')}"


def _widens(step: Step) -> bool:
    return any(stride > 1 or len(taps) > 1 for stride, taps in _paths(step))


def _paths(step: Step) -> list[Path]:
    """From a unit of the step to the cells that each of its branches reads."""
    if isinstance(step.layer, Branching):
        return [_through([each.windows[-1] for each in branch]) for branch in step.branches]
    return [_through([step.windows[-1]])]


def _through(windows: Sequence[Any]) -> Path:
    stride, taps = 1, {0}
    for window in reversed(windows):
        cells = range(0, window.kernel * window.dilation, window.dilation)
        taps = {tap * window.stride - window.before + cell for tap in taps for cell in cells}
        stride *= window.stride
    return stride, tuple(sorted(taps))


def _row(step: Step) -> dict[str, Any]:
    paths = _paths(step)
    least = min((taps for _, taps in paths), key=lambda taps: (taps[-1] - taps[0], taps[0]))
    window = step.windows[-1] if step.windows else None
    return {
        "name": step.name,
        "window": (
            [window.kernel, window.stride, window.before]
            if window
            else " · ".join(map(_branch_word, step.branches))
        ),
        "outputs": step.after.sizes[-1],
        "stride": paths[0][0],
        "taps": sorted({tap for _, taps in paths for tap in taps}),
        "least": list(least),
    }


def _branch_word(branch: Sequence[Step]) -> str:
    """The widest window of a branch and its stride: 5, pool 3, 1/2, skip."""
    if not branch:
        return "skip"
    most = max(branch, key=lambda step: step.windows[-1].kernel)
    stride = max(step.windows[-1].stride for step in branch)
    pool = "pool " if isinstance(most.layer, Pool) else ""
    return f"{pool}{most.windows[-1].kernel}" + (f"/{stride}" if stride > 1 else "")


def _word(layer: Layer) -> str:
    match layer:
        case Activation():
            return "ReLU" if layer.name == "relu" else layer.name
        case BatchNorm():
            return "batch norm"
        case Conv():
            return "1×1 windows"
        case Flatten():
            return ""
        case Dense():
            return "dense layers on one place"
    return layer.kind
