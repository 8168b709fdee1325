"""A network that the reader trains in the page: eight windows, and the weights that they find."""

from typing import Any, ClassVar

import traitlets

from cnnlib.interactive._base import Explorable
from cnnlib.interactive._small_digits import TEST, packed_digits
from cnnlib.interactive._small_training import BUGS, SmallTraining
from cnnlib.interactive._static import is_static, script_json
from cnnlib.interactive._traits import OneOf, Whole
from cnnlib.layers.base import as_number

CONTROLS = ("rate", "momentum", "batch", "scale", "seed")
_EVERY = 10  # steps


class _Real(traitlets.TraitType[float, float]):
    """A number from `low` to `high`; else ValueError."""

    def __init__(self, default: float, low: float, high: float) -> None:
        self.low, self.high = low, high
        super().__init__(default)

    def validate(self, _obj: Any, value: Any) -> float:
        return as_number(str(self.name), value, self.low, self.high)


class TrainingLab(Explorable):
    """A convolutional network that learns to read digits while one watches.

    conv 8@3×3 on 14×14, ReLU, pool 2, dense 10; 2,000 digits to learn from and 500 to test on.

    Args:
        rate: the learning rate, 0 to 1e9.
        momentum: the share of the last step that is kept, 0 to 0.999.
        batch: 1 to 200, digits to a step.
        scale: the standard deviation of the first weights, as a multiple of He's, 0 to 100.
        seed: 0 to 9999, decides the first weights and the order of the digits.
        bug: one of `BUGS`: what is wrong with the gradient.
        steps: 0 to 20, how many steps are done beforehand.
        digit: 0 to 499, the digit to test on that is looked at.
        pace: ``"slow"``, ten steps a second; ``"fast"``, sixty; ``"all out"``, as many as it can.
        controls: which of `CONTROLS` the figure offers, in their order.
        task: ``"diverge"``, ``"stall"``, ``"fewest"``, ``"bug"``, or None.
        check: whether it offers to check the gradients, as it does with the task ``"bug"``.

    Raises:
        ValueError: one of the arguments, or a value set later, is none of these.

    >>> lab = TrainingLab(steps=10)
    >>> lab.shown()["read"], round(lab.shown()["accuracy"], 3)
    (500, 0.676)
    """

    _frontend: ClassVar[str] = "training_lab"
    _label: ClassVar[str] = (
        "A small convolutional network learns to read digits: eight windows of 3×3 weights, their "
        "maps of one digit, ten bars for the answers, and the loss drawn step by step."
    )

    rate = _Real(0.1, 0, 1e9).tag(sync=True)
    momentum = _Real(0.9, 0, 0.999).tag(sync=True)
    batch = Whole(50, 1, 200).tag(sync=True)
    scale = _Real(1.0, 0, 100).tag(sync=True)
    seed = Whole(0, 0, 9999).tag(sync=True)
    bug = OneOf(*BUGS).tag(sync=True)
    steps = Whole(0, 0, 20).tag(sync=True)
    digit = Whole(0, 0, TEST - 1).tag(sync=True)
    pace = OneOf("slow", "fast", "all out").tag(sync=True)
    controls = traitlets.List(OneOf(*CONTROLS)).tag(sync=True)
    task = OneOf(None, "diverge", "stall", "fewest", "bug").tag(sync=True)
    check = traitlets.Bool(False).tag(sync=True)
    frames = traitlets.Unicode(help="the name of the digits' script").tag(sync=True)
    digits = traitlets.Unicode(help="all digits, in Jupyter").tag(sync=True)

    def __init__(self, **values: Any) -> None:
        text, name = packed_digits()
        bug = "all four" if values.get("task") == "bug" else "none"
        usual: dict[str, Any] = {"controls": ["rate"], "bug": bug}
        super().__init__(**usual | values, frames=name, digits="" if is_static() else text)
        # As the pictures of `explore` do: the build makes a script of it, loaded when near.
        opening = f'<script type="application/json" class="cnnlib-frames" data-frames="{name}">'
        self._without_scripts = f"{opening}{script_json([text])}</script>"

    def state(self) -> dict[str, Any]:
        """As of any figure; in a page the digits stand in a script of their own."""
        return super().state() | {"digits": ""}

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows before the reader trains.

        ``gradient`` are the root mean squares of both layers; ``accuracy``, of the digits to test
        on, and ``dead``, how many windows see none of them, are those of the last tenth step.
        """
        run = SmallTraining(self.seed, self.scale, self.bug)
        tested: tuple[float | None, int | None] = (None, None)
        settings = (self.rate, self.momentum, self.batch)
        for _ in range(self.steps):
            run.train(*settings)
            if run.steps % _EVERY == 0:
                tested = run.check()
        return {
            **{"step": run.steps, "read": run.read, "loss": run.loss},
            **dict(zip(("accuracy", "dead"), tested, strict=True)),
            "gradient": run.sizes() if run.steps else [None, None],
            **{name: getattr(self, name) for name in (*CONTROLS, "bug", "digit")},
            "windows": run.conv.weight.value.reshape(-1, 9).tolist(),
            "chances": run.probabilities(self.digit),
            "runs": [],
        }
