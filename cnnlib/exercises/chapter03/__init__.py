"""Chapter 3, convolution and correlation: its questions and exercises, in reading order."""

from cnnlib.exercises.chapter03 import (
    choices,
    convolution,
    correlation,
    counterexample,
    microphones,
    numbers,
    sounds,
)

TITLE = "Convolution and correlation"
PAGE = "chapters/convolution-and-correlation"
ITEMS = (
    choices.PREDICT_LIBRARY,
    numbers.DERIVATIVE_SIGN,
    numbers.LENGTHS,
    numbers.COMPOSE,
    choices.LOSS,
    choices.EVEN_SAME,
    correlation.CORRELATE2D,
    convolution.CONVOLVE2D,
    sounds.ECHO,
    sounds.FIND_KERNEL,
    counterexample.COUNTEREXAMPLE,
    convolution.GRADIENTS,
    microphones.MICROPHONES,
)
