"""A trained reader of digits on its way to a page: its ten tensors as one text."""

import base64
from hashlib import sha256
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cnnlib.functional import conv2d, max_pool2d

if TYPE_CHECKING:  # torch takes a second to import
    from cnnlib.models import KerasReader

Array = np.ndarray[Any, Any]

SHAPES: dict[str, tuple[int, ...]] = {
    **{"conv1.weight": (32, 1, 3, 3), "conv1.bias": (32,)},
    **{"conv2.weight": (64, 32, 3, 3), "conv2.bias": (64,)},
    **{"conv3.weight": (64, 64, 3, 3), "conv3.bias": (64,)},
    **{"dense1.weight": (64, 576), "dense1.bias": (64,)},
    **{"dense2.weight": (10, 64), "dense2.bias": (10,)},
}
"""The tensors of a reader, in the order in which they travel; ``ui/reader.js`` knows them too."""

_LARGEST = float(np.finfo(np.float16).max)


def packed_reader(reader: "KerasReader") -> tuple[str, str]:
    """The weights as one text, and the name under which a page keeps it.

    Each weight is rounded to 16 bits (IEEE 754 binary16: 11 significant bits). First come the upper
    halves of all weights, sign, exponent and two bits more, then the lower ones: those are noise,
    and a web server's gzip packs the others better if they stand together. Then base64.

    Args:
        reader: a `cnnlib.models.KerasReader`, trained or not.

    Raises:
        ValueError: reader is none, or holds a weight that is no number or beyond ±65,504.

    >>> from cnnlib.models import KerasReader
    >>> text, name = packed_reader(KerasReader(seed=0))
    >>> len(text), len(name)
    (248860, 16)
    """
    from cnnlib.models import KerasReader

    if not isinstance(reader, KerasReader):
        raise ValueError(f"reader must be a KerasReader, got {type(reader).__name__}")
    tensors = [value.detach().cpu().numpy().ravel() for value in reader.state_dict().values()]
    numbers = np.concatenate(tensors)
    if not np.all(np.abs(numbers) <= _LARGEST):  # false for NaN too
        raise ValueError(
            f"reader must hold weights from −{_LARGEST:,.0f} to {_LARGEST:,.0f}, "
            f"got {numbers.min():g} to {numbers.max():g}".replace("-", "−")
        )
    halves = numbers.astype("<f2").view(np.uint8)
    text = base64.b64encode(np.concatenate([halves[1::2], halves[::2]]).tobytes()).decode("ascii")
    return text, sha256(text.encode()).hexdigest()[:16]


def unpacked_weights(text: str) -> dict[str, Array]:
    """The tensors of a text of `packed_reader`, by name, float32, in the shapes `SHAPES`.

    Raises:
        ValueError: text holds fewer or more weights than a reader has.

    >>> unpacked_weights("AAAA")
    Traceback (most recent call last):
    ValueError: text must hold 93,322 weights of 2 bytes, got 3 bytes
    """
    sizes = [int(np.prod(shape)) for shape in SHAPES.values()]
    count = sum(sizes)
    bytes_ = np.frombuffer(base64.b64decode(text), np.uint8)
    if len(bytes_) != 2 * count:
        raise ValueError(f"text must hold {count:,} weights of 2 bytes, got {len(bytes_):,} bytes")
    halves = np.stack([bytes_[count:], bytes_[:count]], axis=1)
    numbers = np.ascontiguousarray(halves).view("<f2").astype(np.float32).ravel()
    parts = np.split(numbers, np.cumsum(sizes)[:-1])
    return {
        name: part.reshape(shape) for (name, shape), part in zip(SHAPES.items(), parts, strict=True)
    }


def unpacked_reader(text: str) -> "KerasReader":
    """The reader that a page has: with the weights of a text of `packed_reader`.

    Raises:
        ValueError: text holds fewer or more weights than a reader has.

    >>> from cnnlib.models import KerasReader
    >>> text, _ = packed_reader(KerasReader(seed=0))
    >>> packed_reader(unpacked_reader(text))[0] == text
    True
    """
    from cnnlib.models import KerasReader

    reader = KerasReader(seed=0)
    state = reader.state_dict()  # tensors that share their memory with the reader's
    for name, values in unpacked_weights(text).items():
        state[name].numpy()[...] = values
    return reader


def read_digits(weights: dict[str, Array], images: Any) -> dict[str, Array]:
    """What each layer makes of images (N, 1, 28, 28), in float64 and after ReLU; the ``scores``."""
    made = {}
    values = np.asarray(images, np.float64)
    for layer in ("conv1", "conv2", "conv3"):
        kernels, biases = (weights[f"{layer}.{part}"] for part in ("weight", "bias"))
        values = conv2d(values, kernels.astype(np.float64), biases.astype(np.float64))
        values = made[layer] = np.maximum(values, 0)
        if layer != "conv3":
            values = made[layer.replace("conv", "pool")] = max_pool2d(values, 2)
    values = values.reshape(len(values), -1)
    for layer in ("dense1", "dense2"):
        values = values @ weights[f"{layer}.weight"].T.astype(np.float64)
        values = values + weights[f"{layer}.bias"]
        if layer == "dense1":
            values = made[layer] = np.maximum(values, 0)
    made["scores"] = values
    return made


class Rounding(NamedTuple):
    """What 16 bits a weight cost: how many answers change, and the score that is most off."""

    changed: int
    largest: float


def rounding(reader: "KerasReader", images: Any) -> Rounding:
    """What is lost on images (N, 1, 28, 28) when a reader travels to a page.

    Raises:
        ValueError: as in `packed_reader`.

    >>> from cnnlib.data import load_digits
    >>> from cnnlib.models import KerasReader
    >>> lost = rounding(KerasReader(seed=0), load_digits()[1].images[:50])
    >>> lost.changed, lost.largest < 0.01
    (0, True)
    """
    text, _ = packed_reader(reader)
    exact = {name: value.detach().cpu().numpy() for name, value in reader.state_dict().items()}
    here, there = (
        np.concatenate([read_digits(weights, part)["scores"] for part in _few(images)])
        for weights in (exact, unpacked_weights(text))
    )
    changed = int(np.sum(here.argmax(1) != there.argmax(1)))
    return Rounding(changed, float(np.abs(here - there).max()))


def _few(images: Any) -> list[Array]:
    return np.array_split(np.asarray(images), -(-len(images) // 100))
