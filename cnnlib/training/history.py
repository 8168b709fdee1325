"""What a training leaves behind besides the network."""

from dataclasses import dataclass, field
from statistics import fmean


@dataclass
class History:
    """How one training went; it prints as a sentence.

    Two are equal if their numbers are: how long they took is not asked.

    Attributes:
        seed: of the order of the pictures and of all other chance.
        losses: one for each step, of its batch, *before* the step.
        rates: the learning rate of each step.
        steps_per_epoch: the steps that see every picture once.
        accuracies: for each watched data set one number, 0 … 1, for each entry of `watched_after`.
        watched_after: the steps after which they were measured: each epoch's last, and the last.
        pictures: how many were seen in all, each as often as it was seen.
        seconds: of wall clock that the steps took, their pictures fetched, without the watching.

    >>> history = History(seed=0, losses=[2.3, 1.9], steps_per_epoch=2, pictures=100, seconds=0.5)
    >>> history.epochs, history.pictures_per_second
    (1.0, 200.0)
    """

    seed: int
    losses: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    steps_per_epoch: int = 1
    accuracies: dict[str, list[float]] = field(default_factory=dict)
    watched_after: list[int] = field(default_factory=list)
    pictures: int = 0
    seconds: float = field(default=0.0, compare=False)

    @property
    def epochs(self) -> float:
        """How often every picture was seen."""
        return len(self.losses) / self.steps_per_epoch

    @property
    def pictures_per_second(self) -> float:
        """Throughput: forward, backward and step, at the batch size that was used."""
        return self.pictures / self.seconds if self.seconds else 0.0

    def __str__(self) -> str:
        """How it went, in a sentence."""
        if not self.losses:
            return "no steps"
        first, last = self.losses[0], fmean(self.losses[-max(1, len(self.losses) // 10) :])
        parts = [f"loss {first:.3g} → {last:.3g}"]
        parts += [
            f"{name} {100 * each[-1]:.1f} %" for name, each in self.accuracies.items() if each
        ]
        text = f"{len(self.losses)} steps ({self.epochs:.3g} epochs): {', '.join(parts)}"
        rose = ". The loss rose: the steps were too long, take a smaller rate"
        return text if last <= first else text + rose


class DivergedError(ArithmeticError):
    """The loss is no number any more. `history` holds what happened until then, if a fit did it."""

    def __init__(self, sentence: str, history: History | None = None) -> None:
        super().__init__(sentence)
        self.history = history
