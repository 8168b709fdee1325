"""A trained reader of digits on its way to a page: its ten tensors as one text."""

import base64
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import numpy as np

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


def unpacked_reader(text: str) -> "KerasReader":
    """The reader whose weights a page has: those of `packed_reader`, as float32.

    Raises:
        ValueError: text holds fewer or more weights than a reader has.

    >>> unpacked_reader("AAAA")
    Traceback (most recent call last):
    ValueError: text must hold 93,322 weights of 2 bytes, got 3 bytes
    """
    import torch

    from cnnlib.models import KerasReader

    count = sum(int(np.prod(shape)) for shape in SHAPES.values())
    bytes_ = np.frombuffer(base64.b64decode(text), np.uint8)
    if len(bytes_) != 2 * count:
        raise ValueError(f"text must hold {count:,} weights of 2 bytes, got {len(bytes_):,} bytes")
    halves = np.stack([bytes_[count:], bytes_[:count]], axis=1)
    numbers = np.ascontiguousarray(halves).view("<f2").astype(np.float32).ravel()
    ends = np.cumsum([np.prod(shape) for shape in SHAPES.values()])[:-1]
    parts = zip(SHAPES.items(), np.split(numbers, ends), strict=True)
    reader = KerasReader(seed=0)
    reader.load_state_dict(
        {name: torch.from_numpy(part.reshape(shape)) for (name, shape), part in parts}
    )
    return reader
