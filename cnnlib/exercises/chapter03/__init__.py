"""Chapter 3, convolution and correlation: its questions and exercises, in reading order."""

from cnnlib.exercises.chapter03 import pictures, questions, sounds

TITLE = "Convolution and correlation"
PAGE = "chapters/convolution-and-correlation"
ITEMS = (
    questions.PREDICT_LIBRARY,
    questions.LENGTHS,
    questions.EVEN_SAME,
    questions.DERIVATIVE_SIGN,
    questions.COMPOSE,
    questions.LOSS,
    pictures.CORRELATE2D,
    pictures.CONVOLVE2D,
    sounds.ECHO,
    sounds.FIND_KERNEL,
    sounds.COUNTEREXAMPLE,
    pictures.GRADIENTS,
    sounds.MICROPHONES,
)
