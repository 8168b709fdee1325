"""Many numbers as a point in the plane, so that those alike lie together: t-SNE.

Source: van der Maaten and Hinton (2008), "Visualizing data using t-SNE".
"""

from typing import Any

from cnnlib.arrays import Array
from cnnlib.checks import choice, number, whole
from cnnlib.inspection.activations import as_table


def embed(
    features: Any,
    perplexity: float = 30,
    *,
    start: str = "pca",
    steps: int = 1000,
    seed: int = 0,
) -> Array:
    """Each row as a point in the plane, close to the points of the rows that are like it.

    t-SNE gives each pair of rows a probability to be neighbors, large if they are close, and each
    pair of points one as well, and moves the points until the two agree as well as they can. It
    keeps neighborhoods; how far apart two islands lie, and how large they are, it does not keep.

    Args:
        features: shape (n, d), or (n, …): then all numbers of an entry.
        perplexity: about how many neighbors each row has, > 0 and less than n.
        start: ``"pca"``, the two directions in which the rows differ most, or ``"random"``.
        steps: of descent, at least 250.
        seed: of what is left to chance, a whole number from 0 to 2³² − 1; little is, if the start
            is ``"pca"``.

    Returns:
        shape (n, 2), float32.

    Raises:
        ValueError: an argument breaks its rule.

    >>> import numpy as np
    >>> rows = np.repeat([[0.0, 0.0, 0.0], [9.0, 9.0, 9.0]], 10, axis=0)
    >>> embed(rows + np.random.default_rng(0).normal(size=(20, 3)), perplexity=5).shape
    (20, 2)
    """
    table = as_table("features", features)
    rule = f"a number > 0 and less than the {len(table):,} rows"
    if not 0 < number("perplexity", perplexity, rule) < len(table):
        raise ValueError(f"perplexity must be {rule}, got {perplexity!r:.60}")
    if start == "pca" and min(table.shape) < 2:
        raise ValueError("start 'pca' needs at least 2 numbers in a row: use 'random'")
    if whole("seed", seed, 0) >= 2**32:
        raise ValueError(f"seed must be less than 2³², got {seed}")
    from sklearn.manifold import TSNE  # two seconds to import

    made = TSNE(
        perplexity=float(perplexity),
        init=choice("start", start, ("pca", "random")),
        max_iter=whole("steps", steps, 250),
        random_state=seed,
    )
    points: Array = made.fit_transform(table)
    return points
