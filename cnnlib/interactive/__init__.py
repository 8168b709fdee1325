"""Figures that move: live in Jupyter, and without a kernel in the built book."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:  # a base class must be known
    from cnnlib.interactive._base import Explorable

_HOME = {
    "Explorable": "_base",
    "explore": "_explore",  # a module of the public name would hide the function
    "BackwardStepper": "backward_stepper",
    "ConnectionTable": "connection_table",
    "ConnectivityExplorer": "connectivity_explorer",
    "CommutatorExplorer": "commutator_explorer",
    "ColumnStepper": "column_stepper",
    "ConvolutionArithmetic": "convolution_arithmetic",
    "ConvolutionStepper": "convolution_stepper",
    "GrainExplorer": "grain_explorer",
    "KernelLab": "kernel_lab",
    "EchoExplorer": "echo_explorer",
    "MatrixExplorer": "matrix_explorer",
    "OutputSizeExplorer": "output_size_explorer",
    "PoolingExplorer": "pooling_explorer",
    "SharedGradientExplorer": "shared_gradient_explorer",
    "PaddingExplorer": "padding_explorer",
    "PatternExplorer": "pattern_explorer",
    "PoolingGradient": "pooling_gradient",
    "PoolingComb": "pooling_comb",
    "SignalStepper": "signal_stepper",
    "SlidingReader": "sliding_reader",
    "DescentExplorer": "descent_explorer",
    "DigitPad": "digit_pad",
    "FieldFan": "field_fan",
    "StampExplorer": "stamp_explorer",
    "TemplateExplorer": "template_explorer",
    "TrainingLab": "training_lab",
    "VolumeExplorer": "volume_explorer",
    "TransposedExplorer": "transposed_explorer",
    "ReceptiveFieldTower": "receptive_field_tower",
    "is_static": "_static",  # what questions and checks need of the hosts, too
    "mount": "_static",
}

__all__ = [
    "BackwardStepper",
    "ColumnStepper",
    "CommutatorExplorer",
    "ConnectionTable",
    "ConnectivityExplorer",
    "ConvolutionArithmetic",
    "ConvolutionStepper",
    "DescentExplorer",
    "DigitPad",
    "EchoExplorer",
    "Explorable",
    "FieldFan",
    "GrainExplorer",
    "KernelLab",
    "MatrixExplorer",
    "OutputSizeExplorer",
    "PaddingExplorer",
    "PatternExplorer",
    "PoolingComb",
    "PoolingExplorer",
    "PoolingGradient",
    "ReceptiveFieldTower",
    "SharedGradientExplorer",
    "SignalStepper",
    "SlidingReader",
    "StampExplorer",
    "TemplateExplorer",
    "TrainingLab",
    "TransposedExplorer",
    "VolumeExplorer",
    "explore",
]


def __getattr__(name: str) -> Any:
    """Load the module of a figure when the figure is first used."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f".{_HOME[name]}", __name__), name)
    globals()[name] = value
    return value
