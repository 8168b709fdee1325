"""A bar for those who wait, and none where nobody does."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def progress_bar(total: int, wanted: bool | None = None) -> Iterator[Callable[[], object]]:
    """What to call after each of `total` steps, for a loop that one writes oneself; `fit` has it.

    The bar is drawn, on standard error, if it is `wanted` or, by default, if somebody looks: in a
    terminal or a notebook. While the book is built nobody does.

    >>> with progress_bar(3, wanted=False) as tick:
    ...     for _ in range(3):
    ...         tick()
    """
    watched = _somebody_looks() if wanted is None else wanted
    if os.environ.get("CNNLIB_STATIC") == "1" or not watched:
        yield lambda: None
        return
    from tqdm.auto import tqdm

    with tqdm(total=total, unit=" steps", leave=False) as bar:
        yield bar.update


def _somebody_looks() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return hasattr(shell, "kernel") or sys.stderr.isatty()
