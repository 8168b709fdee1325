"""How many parameters a layer learns: dense, local, and with shared weights."""

from typing import Any

from cnnlib import checks
from cnnlib.arithmetic import Conv, Dense, Flatten, count_parameters
from cnnlib.figures._curves import show_curves
from cnnlib.figures._drawing import Drawing

_SIDES = (8, 16, 32, 64, 128, 256)
_LIMITS = (1.0, 1e14)  # the same whatever is asked, so that frames can be compared
_NAME = 14  # characters, of the longest: its room is kept, so that no axis jumps
_MOST = 64  # channels, and the dense layer still below the limit


def show_parameter_counts(window: Any = 3, channels: Any = 1, side: Any = 28) -> Drawing:
    """Draw the parameters of three layers over the side of a square picture, both as logarithms.

    Each makes as many channels as it gets, of the same size. In the dense layer every output has a
    weight for every input; in the local one for a window of inputs only, but weights of its own;
    in the shared one all places have the same weights. An upright line points out one `side`,
    8 to 256, and the names of the layers say how many parameters there are then, biases included.

    Raises ValueError for sizes that are no whole numbers, a `window` above 8, more than 64
    `channels`, a `side` that is not drawn.

    >>> show_parameter_counts(window=3, side=28)
    Parameters of a layer on 28×28, window 3×3: dense 615,440; local 7,840; shared 10
    """
    k = checks.whole("window", window, 1)
    c = checks.whole("channels", channels, 1)
    n = checks.whole("side", side, _SIDES[0])
    for name, value, most in (("window", k, _SIDES[0]), ("channels", c, _MOST), ("side", n, 256)):
        if value > most:
            raise ValueError(f"{name} must be at most {most}, got {value}")
    sides = sorted({*_SIDES, n})
    counts = {each: _counts(k, c, each) for each in sides}
    here = counts[n]
    names = {name: f"{name} {_short(here[name])}".ljust(_NAME) for name in here}
    curves = {names[name]: [counts[each][name] for each in sides] for name in here}
    depth = f"×{c}" if c > 1 else ""
    numbers = "; ".join(f"{name} {count:,}" for name, count in here.items())
    return show_curves(
        sides,
        curves,
        across="side of the picture",
        up=f"parameters; as numbers: on {n}×{n}{depth}",
        log="xy",
        limits=_LIMITS,
        mark=n,
        alt=f"Parameters of a layer on {n}×{n}{depth}, window {k}×{k}{depth}: {numbers}",
    )


def _counts(window: int, channels: int, side: int) -> dict[str, int]:
    shared = count_parameters([Conv(channels, window)], (channels, window, window))
    outputs = channels * side**2
    return {
        "dense": count_parameters([Flatten(), Dense(outputs)], (channels, side, side)),
        "local": side**2 * shared,  # a kernel for each place
        "shared": shared,
    }


def _short(count: int) -> str:
    """A count in at most eight characters.

    >>> [_short(n) for n in (10, 615_440, 4_295_032_832, 17_592_190_238_720)]
    ['10', '615,440', '4.3·10⁹', '1.8·10¹³']
    """
    if count < 1_000_000:
        return f"{count:,}"
    digits, exponent = f"{count:.1e}".split("e")
    return f"{digits}·10{str(int(exponent)).translate(str.maketrans('0123456789', '⁰¹²³⁴⁵⁶⁷⁸⁹'))}"
