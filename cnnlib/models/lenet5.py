"""LeNet-5 as it was in 1998, trained sub-sampling, connection table and distances included.

What is the paper's (LeCun, Bottou, Bengio and Haffner, *Gradient-Based Learning Applied to Document
Recognition*, 1998, section II.B and appendix A): the layers and their 60,000 trained parameters,
the squashing, the table of C3, the values of the pixels, how the weights begin. What is ours: the
ten codes of the output, drawn anew in the paper's size, and that the weights are all found by
`cnnlib.training.fit` instead of the paper's own way downhill.
"""

from typing import Any

import torch
from torch import nn

from cnnlib.architectures import LENET5, LENET5_CODES, LENET5_TABLE
from cnnlib.arrays import as_numbers
from cnnlib.checks import choice, shape_text
from cnnlib.models._reader import Reader, padded
from cnnlib.models.seeds import seeded

_BEGIN = 2.4  # weights begin evenly from −2.4/n to 2.4/n, where n values run into their unit


class LeNet5(Reader):
    """`cnnlib.architectures.LENET5` in PyTorch: 60,000 trained parameters.

    Its layers have the names of the paper: ``net.C1``, ``net.S2``, … ``net.F6``, ``net.output``.
    The output is the squared distance of the 84 values of F6 to a fixed picture of each digit: the
    smallest wins. As everything that trains and measures lets the largest score win, the network
    gives the distances with a minus sign; `distances` gives them as they are. Softmax cross-entropy
    of these scores is then, for one picture of the digit d,

        y_d + log Σ_i exp(−y_i)

    which is the paper's loss (9) without its constant for "no digit at all". The first term alone,
    the distance to the right code, is the paper's loss (8): ``fit(net, …, loss=LeNet5.loss)``.

    With another head the network has softmax scores: ``net.output = nn.Linear(84, 10)``.

    Args:
        table: which of the 6 maps of S2 each of the 16 maps of C3 sees, 16 rows of 6 numbers 0 or
            1, with a 1 at least in each row. All ones make C3 an ordinary convolution.
        seed: of the first weights, a whole number ≥ 0.

    Raises:
        ValueError: an argument is none of these.

    Source: LeCun et al., *Gradient-Based Learning Applied to Document Recognition*, 1998.

    >>> net = LeNet5(seed=0)
    >>> sum(parameter.numel() for parameter in net.parameters())
    60000
    >>> sum(parameter.numel() for parameter in net.C3.parameters())
    1516
    >>> net(torch.zeros(5, 1, 28, 28)).shape
    torch.Size([5, 10])
    """

    input_shape = LENET5.input_shape

    def __init__(self, table: Any = LENET5_TABLE, *, seed: int) -> None:
        links = _as_table(table)
        super().__init__()
        with seeded(seed):
            self.C1, self.scaled_tanh1 = nn.Conv2d(1, 6, 5), ScaledTanh()
            self.S2, self.scaled_tanh2 = Subsample2d(6), ScaledTanh()
            self.C3, self.scaled_tanh3 = MaskedConv2d(links, 5), ScaledTanh()
            self.S4, self.scaled_tanh4 = Subsample2d(16), ScaledTanh()
            self.C5, self.scaled_tanh5 = nn.Conv2d(16, 120, 5), ScaledTanh()
            self.flatten1 = nn.Flatten()
            self.F6, self.scaled_tanh6 = nn.Linear(120, 84), ScaledTanh()
            self.output = RadialBasis(LENET5_CODES)
            for layer in (self.C1, self.C5, self.F6):
                bound = _BEGIN / layer.weight[0].numel()
                for parameter in layer.parameters():
                    nn.init.uniform_(parameter, -bound, bound)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Shape (N, 1, 28, 28) or (N, 1, 32, 32), 0 is paper and 1 ink → scores (N, 10).

        The smaller pictures get two pixels of paper on each side. Then paper becomes −0.1 and ink
        1.175, as in the paper, which makes the mean of a digit's pixels about 0.
        """
        return super().forward(1.275 * padded(x) - 0.1)

    def distances(self, x: torch.Tensor) -> torch.Tensor:
        """Squared distances to the ten codes, shape (N, 10): the smallest is the answer."""
        return -self(x)

    @staticmethod
    def loss(scores: torch.Tensor, labels: torch.Tensor) -> torch.Tensor:
        """Mean squared distance to the right codes, from scores (N, 10) and labels (N,).

        >>> LeNet5.loss(torch.tensor([[-3.0, -5.0], [-1.0, -9.0]]), torch.tensor([0, 1]))
        tensor(6.)
        """
        return -scores.gather(1, labels[:, None]).mean()


class ScaledTanh(nn.Module):
    """1.7159·tanh(2x/3), which makes 1 of 1 and −1 of −1: the codes lie where it bends most."""

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Each value by itself."""
        return 1.7159 * torch.tanh(x * (2 / 3))


class MaskedConv2d(nn.Module):
    """A convolution in which a map of the output sees only some maps of the input.

    Args:
        table: a row for each map of the output, a column for each of the input, 0 or 1.
        kernel: side of the kernels.
        init: how weights and biases begin, where n values run into their unit: ``"lenet"``, evenly
            from −2.4/n to 2.4/n as in `LeNet5`; or ``"torch"``, from −1/√n to 1/√n as in
            ``nn.Conv2d``.

    Attributes:
        weight: the kernels that exist, shape (links, kh, kw), in the order of the table's ones.
        bias: shape (out,).
        table: shape (out, C), True where there is a kernel.
    """

    table: torch.Tensor

    def __init__(self, table: Any, kernel: int, init: str = "lenet") -> None:
        choice("init", init, ("lenet", "torch"))
        super().__init__()
        self.register_buffer("table", torch.as_tensor(table, dtype=torch.bool))
        links = self.table.sum(dim=1)  # of each map of the output, shape (out,)
        read = links * kernel**2
        bounds = _BEGIN / read if init == "lenet" else read**-0.5
        kernels = torch.empty(int(links.sum()), kernel, kernel).uniform_(-1, 1)
        self.weight = nn.Parameter(kernels * bounds.repeat_interleave(links)[:, None, None])
        self.bias = nn.Parameter(torch.empty(len(links)).uniform_(-1, 1) * bounds)

    def kernels(self) -> torch.Tensor:
        """All of them, shape (out, C, kh, kw), with zeros where there is none."""
        every = self.weight.new_zeros(*self.table.shape, *self.weight.shape[1:])
        return every.index_put(self.table.nonzero(as_tuple=True), self.weight)

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Shape (N, C, H, W) → (N, out, H − kh + 1, W − kw + 1)."""
        return nn.functional.conv2d(x, self.kernels(), self.bias)

    def extra_repr(self) -> str:
        """What a printed network says of the layer."""
        out, channels = self.table.shape
        links, *kernel = self.weight.shape
        return f"{channels}, {out}, kernel={tuple(kernel)}, links={links}"


class Subsample2d(nn.Module):
    """w·(mean of 2×2 pixels) + b, with one trained w and one b for each map.

    The paper multiplies the sum of the four, by a quarter of this w.

    Attributes:
        weight, bias: shape (C,).
    """

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.empty(channels).uniform_(-_BEGIN, _BEGIN))
        self.bias = nn.Parameter(torch.empty(channels).uniform_(-_BEGIN / 4, _BEGIN / 4))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Shape (N, C, H, W) → (N, C, H/2, W/2), rounded down."""
        means = nn.functional.avg_pool2d(x, 2)
        return self.weight[:, None, None] * means + self.bias[:, None, None]

    def extra_repr(self) -> str:
        """What a printed network says of the layer."""
        return f"{len(self.weight)}, 2×2"


class RadialBasis(nn.Module):
    """Scores −Σ_j (x_j − code_ij)²: the nearer to a code, the larger, and 0 at most.

    Attributes:
        codes: shape (out, n), not trained.
    """

    codes: torch.Tensor

    def __init__(self, codes: Any) -> None:
        super().__init__()
        self.register_buffer("codes", torch.as_tensor(codes, dtype=torch.float32))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        """Shape (N, n) → (N, out)."""
        return -(x[:, None] - self.codes).square().sum(dim=2)

    def extra_repr(self) -> str:
        """What a printed network says of the layer."""
        out, reads = self.codes.shape
        return f"{reads}, {out}"


def _as_table(table: Any) -> Any:
    rule = "a row of 6 numbers 0 or 1 for each of the 16 maps of C3"
    numbers = as_numbers("table", table, 2)
    if numbers.shape != (16, 6):
        raise ValueError(f"table must be 16×6, {rule}, got {shape_text(numbers.shape)}")
    if not ((numbers == 0) | (numbers == 1)).all():
        odd = numbers[(numbers != 0) & (numbers != 1)][0]
        raise ValueError(f"table must be {rule}, got {odd:g}")
    if not numbers.any(axis=1).all():
        deaf = int((~numbers.any(axis=1)).argmax())
        raise ValueError(f"table lets map {deaf} of C3 see nothing: each row needs a 1")
    return numbers
