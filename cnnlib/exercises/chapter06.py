"""Chapter 6: what its questions and exercises compute. Their words stand in ``chapter06.md``."""

from typing import Any

import numpy as np

from cnnlib import arithmetic as A  # noqa: N812
from cnnlib import functional as F  # noqa: N812
from cnnlib.exercises._code import Case
from cnnlib.exercises._kinds import Task
from cnnlib.exercises._text import items

TITLE = "Receptive fields"
PAGE = "chapters/receptive-fields"
TASKS = (  # what the chapter's figures ask for, in its order
    Task("06-two-units", "Every pixel that two units see"),
    Task("06-whole", "The layer that sees all of it"),
    Task("06-field-31", "A field of 31 with the fewest weights"),
    Task("06-half", "Where less than half is heard"),
    Task("06-weights", "Weights that hear farther"),
)
CODE: dict[str, dict[str, Any]] = {}  # the code exercises by name, less their words

# ---- by hand -------------------------------------------------------------------------------------

READER = ((3, 1), (2, 2), (3, 1), (2, 2), (3, 1))  # kernel and stride of the digit reader's layers
UNEVEN = ((3, 1), (2, 2), (5, 1), (3, 2), (3, 1))
ALEXNET = ((11, 4), (3, 2), (5, 1), (3, 2), (3, 1), (3, 1), (3, 1), (3, 2))


def field(layers: Any, stride: Any = None) -> int:
    """The field of a stack of (kernel, stride), or what it were if all strides were `stride`."""
    stack = [A.Conv(1, k, stride=stride or s) for k, s in layers]
    return int(A.receptive_field(stack).size)  # type: ignore[arg-type]


def wrong_end(layers: Any) -> int:
    """The walk downwards that takes the layers from the first to the last."""
    return field(layers[::-1])


def early(layers: Any) -> int:
    """Where each layer's own stride already counts for its own window."""
    kernels, strides = zip(*layers, strict=True)
    return field(tuple(zip((1, *kernels), (*strides, 1), strict=True)))


def kernels_of(layers: Any) -> int:
    return sum(kernel for kernel, _ in layers)


def weights(*kernels: int) -> int:
    """The weights of a stack of such windows, in multiples of C²."""
    return A.count_parameters([A.Conv(1, k) for k in kernels], (1, 32, 32), bias=False)


def heard(depth: int) -> int:
    """How many pixels weigh more than 4.55 % of the middle one, where all kernels are ⅓, ⅓, ⅓."""
    pile = np.ones(1)
    for _ in range(depth):
        pile = F.convolve1d(pile, np.ones(3), "full")
    return int((pile > 0.0455 * pile.max()).sum())


stacked, single = weights(3, 3, 3), weights(7)
unseen = A.unreached_inputs([A.Conv(1, k, stride=s) for k, s in READER], (1, 28))[0]

SOUND = [A.Conv(1, 2, dilation=2**i) for i in range(10)]
samples: Any = A.receptive_field(SOUND).size
milliseconds = samples / 16

# ---- three numbers -------------------------------------------------------------------------------


def receptive_field(layers):
    size, jump, start = 1, 1, 0
    for kernel, stride, padding, dilation in layers:
        size += dilation * (kernel - 1) * jump
        start -= padding * jump
        jump *= stride
    return size, jump, start


def field_of(layers: Any) -> Any:
    return A.receptive_field(
        [A.Conv(1, k, stride=s, padding=p, dilation=d) for k, s, p, d in layers]
    )


FAN = [(3, 1, 0, 1), (2, 2, 0, 1), (2, 2, 0, 1)]
PADDED, HOLES = "padding", "a dilation of more than 1"
SPARSE, UNREAD = "strides longer than the window", "pixels that no unit reads"

CODE["06-field"] = {
    "solution": receptive_field,
    "answer": field_of,
    "returns": ("size", "jump", "start"),
    "cases": (
        Case((FAN,)),
        Case(([(5, 1, 0, 1), (1, 2, 0, 1), (4, 1, 0, 1), (2, 3, 0, 1)],)),
        Case(([(4, 3, 1, 1), (7, 2, 0, 1), (5, 1, 3, 1), (3, 2, 2, 1)],), PADDED),
        Case(([(3, 1, 0, 2), (2, 2, 0, 1), (3, 1, 0, 5)],), HOLES),
        Case(([(2, 3, 1, 3), (4, 2, 3, 2)],), HOLES),
    ),
}

# ---- the other way -------------------------------------------------------------------------------


def units_reached(pixel, size, layers):
    reached = [pixel]
    for kernel, stride, padding in layers:
        stops = (size + 2 * padding - kernel) // stride + 1
        above = []
        for unit in range(stops):
            first = unit * stride - padding
            if any(first <= cell < first + kernel for cell in reached):
                above.append(unit)
        reached, size = above, stops
    return reached


def stack_of(layers: Any) -> Any:
    return [A.Conv(1, k, stride=s, padding=p) for k, s, p in layers]


def readers(pixel: int, size: int, layers: Any) -> list[int]:
    """By the library, which walks down from every unit of the top."""
    return [
        unit
        for unit in range(top(size, layers))
        if pixel in A.inputs_read(stack_of(layers), (1, size), unit=(unit,))[0]
    ]


def top(size: int, layers: Any) -> int:
    """How many units the last layer has."""
    for kernel, stride, padding in layers:
        size = A.output_size(size, kernel, stride, padding)
    return size


def below(unit: int, layers: Any) -> set[int]:
    """What a unit reads if there are cells everywhere, in the padding too."""
    cells = {unit}
    for kernel, stride, padding, *dilation in reversed(layers):
        step = dilation[0] if dilation else 1
        cells = {stride * cell - padding + step * i for cell in cells for i in range(kernel)}
    return cells


def paths(pixel: int, size: int, layers: Any) -> list[int]:
    """How many paths lead from the pixel to each unit of the top."""
    row = [int(cell == pixel) for cell in range(size)]
    for kernel, stride, padding in layers:
        row = [0] * padding + row + [0] * padding
        row = [sum(row[i : i + kernel]) for i in range(0, len(row) - kernel + 1, stride)]
    return row


def one_unit(pixel: int, layers: Any, rule: Any) -> list[int]:
    """One unit a layer, by a rule for the cell, the kernel, the stride and the padding."""
    for layer in layers:
        pixel = rule(pixel, *layer)
    return [pixel]


def both(first: int, last: int, kernel: int, stride: int, padding: int) -> tuple[int, int]:
    """The first and the last unit that read a cell of a row, whether they exist or not."""
    return -(-(first + padding - kernel + 1) // stride), (last + padding) // stride


def ends(
    pixel: int, size: int, layers: Any, rule: Any = both, low: int = 0, high: int = 0
) -> list[int]:
    """The first and last unit by a rule; with `low` and `high` some that do not exist, too."""
    first = last = pixel
    for layer in layers:
        first, last = rule(first, last, *layer)
        size = top(size, [layer])
        first, last = max(first, low), min(last, size - 1 + high)
    return [first, last]


def span(*all_of: Any, **limits: int) -> list[int]:
    """All units between the ends."""
    first, last = ends(*all_of, **limits)
    return list(range(first, last + 1))


def by_field(pixel: int, size: int, layers: Any, sign: int = 1, wide: int = 0) -> list[int]:
    """The units whose field, from its first to its last pixel, has the pixel inside."""
    width, jump, start = field_of([(*layer, 1) for layer in layers])
    firsts = [sign * start + i * jump for i in range(top(size, layers))]
    return [i for i, first in enumerate(firsts) if first <= pixel < first + width + wide]


CODE["06-reaches"] = {
    "solution": units_reached,
    "answer": readers,
    "cases": (
        Case((4, 14, [(3, 1, 0), (2, 2, 0), (2, 2, 0)])),
        Case((3, 14, [(3, 1, 0), (2, 2, 0), (2, 2, 0)])),
        Case((2, 14, [(4, 1, 0), (3, 2, 0)])),
        Case((40, 53, [(5, 2, 0), (3, 1, 0), (4, 1, 0), (3, 2, 0)])),
        Case((17, 21, [(5, 1, 0), (3, 2, 0), (3, 1, 0)])),
        Case((0, 11, [(7, 1, 3), (3, 1, 1)]), PADDED),
        Case((5, 11, [(7, 1, 3), (2, 2, 0)]), PADDED),
        Case((10, 11, [(4, 1, 1), (3, 1, 2)]), PADDED),
        Case((39, 40, [(3, 2, 1), (5, 1, 2), (4, 4, 1)]), PADDED),
        Case((13, 20, [(5, 3, 2), (3, 1, 1)]), PADDED),
        Case((14, 15, [(3, 1, 0), (2, 2, 0), (2, 2, 0)]), UNREAD),
        Case((12, 13, [(2, 2, 0), (3, 1, 1)]), UNREAD),
        Case((6, 18, [(2, 3, 0), (3, 1, 0)]), SPARSE),
        Case((5, 18, [(2, 3, 0), (3, 1, 0)]), SPARSE),
        Case((3, 9, [(1, 1, 0), (2, 1, 0)]), "a window of a single cell"),
    ),
}

# ---- a stack to design ---------------------------------------------------------------------------


def design():
    """The windows are to be multiplied: 3 · 3 · 2 · 2 = 36 pixels can be read, so 31 can. With
    dilations 1, 3, 9, 18 each layer lays copies of what is below side by side, without a gap."""
    return [(3, 1, 1), (3, 1, 3), (2, 1, 9), (2, 1, 18)]


def verify(answer):
    """What keeps a stack from being the one that is asked for; "" if nothing does."""
    if not isinstance(answer, list) or not answer:
        return "Return a list that holds a triple (kernel, stride, dilation) for each layer."
    if all(isinstance(x, (int, float)) for x in answer):
        return "Return a list of triples, even for a single layer: [(kernel, stride, dilation)]."
    if not all(isinstance(layer, list) and len(layer) == 3 for layer in answer):
        return "Each layer is a triple (kernel, stride, dilation): three numbers, in this order."
    for layer in answer:
        for x in layer:
            if not isinstance(x, (int, float)) or isinstance(x, bool) or not 1 <= x < 10**6:
                return "Kernel, stride and dilation are whole numbers, each at least 1."
            if x != int(x):
                return "Kernel, stride and dilation are whole numbers, each at least 1."
    if len(answer) > 4:
        return f"Those are {len(answer)} layers. At most four are allowed."
    cost = int(sum(kernel * kernel for kernel, stride, dilation in answer))
    most = 1
    for kernel, _stride, _dilation in answer:
        most *= int(kernel)
    if cost > 30:
        said = f"Your stack costs {cost} · C² weights, and 30 · C² are allowed."
        if most >= 31:
            return said + " A window of k × k costs k²: make single windows smaller."
        return said + " A window of k × k costs k²: small windows, laid far apart, go further."

    def steps(layers):
        """For each layer how far, in pixels, its window's cells lie apart, and its kernel."""
        jump, found = 1, []
        for kernel, stride, dilation in layers:
            found.append((int(dilation * jump), int(kernel)))
            jump *= stride
        return found

    def cells(layers):
        """What one unit of the top reads in a row."""
        read = {0}
        for step, kernel in steps(layers):
            read = {x + step * i for x in read for i in range(kernel)}
        return read

    def solves(layers):
        read = cells(layers)
        return max(read) + 1 == len(read) >= 31

    if solves(answer):
        return ""
    if most == 1:
        return "Windows of 1 see a single pixel, whatever their strides and dilations."
    read = cells(answer)
    size = max(read) + 1
    gap = min(set(range(size + 1)) - read)
    if size >= 31:
        said = (
            f"Your field is {size} wide and costs {cost} · C², but of the {size} pixels in a row a "
            f"unit reads only {len(read)}: pixel {gap} of its field is the first it leaves out."
        )
    else:
        terms = [1] + [step * (kernel - 1) for step, kernel in steps(answer)]
        added = " + ".join(str(term) for term in terms)
        said = f"One unit of your stack sees {added} = {size} pixels in a row, and 31 are wanted."
    if solves([(kernel, dilation, stride) for kernel, stride, dilation in answer]):
        return f"{said} Are stride and dilation exchanged? A layer is (kernel, stride, dilation)."
    if size < 31 and solves(answer[::-1]):
        turned = max(cells(answer[::-1])) + 1
        return f"{said} In reversed order your layers see {turned}: the list begins at the picture."
    if most < 31:
        product = " · ".join(str(int(layer[0])) for layer in answer)
        product = f"{product} = {most}" if len(answer) > 1 else product
        return (
            f"{said} Whatever the strides and dilations, windows of these sizes reach at most "
            f"{product} different pixels."
        )
    if size >= 31 and gap == 1:
        return f"{said} No layer takes steps of a single pixel."
    if size >= 31:
        step = min(step for step, kernel in steps(answer) if kernel > 1 and step > gap)
        number = [step for step, kernel in steps(answer)].index(step) + 1
        return (
            f"{said} Layer {number} takes steps of {step} pixels, its dilation times all strides "
            f"below. What takes shorter steps reads {gap} in a row."
        )
    if answer[-1][1] > 1 and all(stride == 1 for kernel, stride, dilation in answer[:-1]):
        return f"{said} The stride of the last layer widens nothing: there is no window above it."
    layers = [(step, i + 1, kernel) for i, (step, kernel) in enumerate(steps(answer))]
    width = 1
    for step, number, kernel in sorted(layers):
        if kernel > 1 and step < width:
            return (
                f"{said} Layer {number} takes steps of {step} pixel{'s' if step > 1 else ''}, its "
                "dilation times all strides below. What takes no longer ones makes a field of "
                f"{width} without it: many pixels are read twice."
            )
        width += step * (kernel - 1)
    return said


CODE["06-design"] = {"solution": design, "verify": verify, "cases": (Case(()),)}

ITEMS = items(__file__, globals(), CODE)
