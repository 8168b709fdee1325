"""The full MNIST in its original IDX files, read from a folder or downloaded once."""

import gzip
import math
import os
import time
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np

from cnnlib.data.digits import Digits, digits_from_bytes

_MIRRORS = (
    "https://ossci-datasets.s3.amazonaws.com/mnist/",
    "https://storage.googleapis.com/cvdf-datasets/mnist/",
)
_MD5 = {
    "train-images-idx3-ubyte": "f68b3c2dcbeaaa9fbdd348bbdeb94873",
    "train-labels-idx1-ubyte": "d53e105ee54ea40749a09fcbcd1e9432",
    "t10k-images-idx3-ubyte": "9fb629c4189551a2d022fa330f9573f3",
    "t10k-labels-idx1-ubyte": "ec29112dd5afa0611ce80d1b7f02629c",
}


def load_mnist(root: str | os.PathLike[str] | None = None) -> tuple[Digits, Digits]:
    """All of MNIST: 60,000 digits to learn from and 10,000 to test on.

    The four IDX files, gzipped or not, are looked for in `root`, else in the folder that the
    environment variable CNNLIB_DATA names. If neither is given they are downloaded (11 MB), checked
    and kept in the user's cache, file by file, so that an interrupted download goes on with the
    file it was at.

    Args:
        root: the folder with ``train-images-idx3-ubyte`` and its three companions, each with or
            without ``.gz``; a dot may stand for the dash before ``idx``, and ``~`` for your home.

    Raises:
        ValueError: a file is missing, truncated, mislabeled or corrupt; the message names it.
        ConnectionError: no mirror could be reached.

    Source: LeCun, Cortes and Burges, *The MNIST database of handwritten digits*.
    """
    folder = root if root is not None else os.environ.get("CNNLIB_DATA") or None
    path = {name: _download(name) if folder is None else _find(folder, name) for name in _MD5}
    return (
        _read_digits(path["train-images-idx3-ubyte"], path["train-labels-idx1-ubyte"]),
        _read_digits(path["t10k-images-idx3-ubyte"], path["t10k-labels-idx1-ubyte"]),
    )


def _read_digits(images_path: Path, labels_path: Path) -> Digits:
    """One pair of IDX files, checked against each other."""
    images = _read_idx(images_path, ndim=3)
    labels = _read_idx(labels_path, ndim=1)
    if images.shape[1:] != (28, 28):
        height, width = images.shape[1:]
        raise ValueError(f"{images_path}: holds images of {height}×{width}, MNIST's are 28×28")
    if len(images) != len(labels):
        raise ValueError(
            f"{labels_path}: holds {len(labels):,} labels, but there are {len(images):,} images "
            f"in {images_path}"
        )
    if labels.max() > 9:
        raise ValueError(f"{labels_path}: holds the label {labels.max()}, digits are 0 … 9")
    return digits_from_bytes(images, labels)


def _read_idx(path: Path, ndim: int) -> np.ndarray[Any, np.dtype[np.uint8]]:
    """The array of an IDX file: 0, 0, type, number of axes, their lengths, then the bytes.

    The type is 8 (unsigned bytes) for MNIST; lengths are big-endian and 4 bytes each.
    """
    content = path.read_bytes()
    if content[:2] == b"\x1f\x8b":  # gzip by content: some browsers unpack but keep the name
        try:
            content = gzip.decompress(content)
        except (EOFError, OSError, zlib.error) as error:
            raise ValueError(f"{path}: the gzip file is truncated or corrupt ({error})") from error
    header = 4 + 4 * ndim
    if len(content) < header:
        raise ValueError(f"{path}: truncated, {len(content)} bytes are not even an IDX header")
    mark = bytes([0, 0, 8, ndim])
    if content[:4] != mark:
        raise ValueError(
            f"{path}: mislabeled, it begins with {content[:4].hex(' ')} instead of "
            f"{mark.hex(' ')}, the mark of an IDX file of {'labels' if ndim == 1 else 'images'}"
        )
    shape = tuple(int(n) for n in np.frombuffer(content, ">u4", count=ndim, offset=4))
    promised, found = math.prod(shape), len(content) - header
    if promised != found or not promised:
        raise ValueError(
            f"{path}: truncated or corrupt, the header promises {promised:,} bytes of data "
            f"({'×'.join(map(str, shape))}), there are {found:,}"
        )
    return np.frombuffer(content, np.uint8, offset=header).reshape(shape)


def _find(root: str | os.PathLike[str], name: str) -> Path:
    """The file `name` in the folder `root`, gzipped or not, also as ``…-images.idx3-ubyte``."""
    try:
        folder = Path(os.path.expanduser(root))
    except TypeError:
        raise ValueError(f"root must be the path of a folder, got {root!r:.60}") from None
    if not folder.is_dir():
        raise ValueError(f"there is no folder {folder} (from root or CNNLIB_DATA)")
    for stem in (name, name.replace("-idx", ".idx")):
        for path in (folder / stem, folder / f"{stem}.gz"):
            if path.is_file():
                return path
    raise ValueError(
        f"the folder {folder} (from root or CNNLIB_DATA) has neither {name} nor {name}.gz: "
        f"it must hold {', '.join(_MD5)} (or .idx for -idx)"
    )


def _download(name: str) -> Path:
    """The file `name` from the cache, or from the first mirror that has it."""
    import pooch  # two tenths of a second to import, and only a download needs it

    folder = pooch.os_cache("cnnlib") / "mnist"
    _sweep(folder)
    reasons = []
    for mirror in _MIRRORS:
        try:
            file = pooch.retrieve(
                f"{mirror}{name}.gz",
                known_hash=f"md5:{_MD5[name]}",
                fname=f"{name}.gz",
                path=folder,
                progressbar=True,
            )
        except (OSError, ValueError) as error:  # unreachable; other bytes than MNIST's
            reasons.append(f"{mirror}: {error}")
        else:
            return Path(file)
    raise ConnectionError(
        f"{name}.gz could not be downloaded; put MNIST's four files into a folder and name it as "
        "root or in CNNLIB_DATA. Tried " + "; ".join(reasons)
    )


def _sweep(folder: Path) -> None:
    """Remove what a program that was killed amid a download has left, an hour ago at least.

    Younger files may be those of a download that is going on.
    """
    kept = {f"{name}.gz" for name in _MD5}
    for file in folder.iterdir() if folder.is_dir() else ():
        with suppress(OSError):  # somebody else has removed it
            if file.name not in kept and time.time() - file.stat().st_mtime > 3600:
                file.unlink()
