"""The questions of chapter 3 that offer answers to choose from."""

from cnnlib.exercises._kinds import Option, QuestionData

PREDICT_LIBRARY = QuestionData(
    name="03-predict-library",
    title="Your prediction",
    level=1,
    kind=None,
    text=(
        "A convolution turns its kernel by 180° before it slides; a correlation slides it as it "
        "is. Make a guess before you read on: which of the two does `torch.nn.Conv2d` compute, the "
        "convolution layer of PyTorch, a widely used deep-learning library?"
    ),
    options=(
        Option(
            "Convolution: it says so in its name.",
            "The name says convolution, the code does not turn the kernel. Read on: you will see "
            "it with a kernel that is different when turned.",
        ),
        Option(
            "Correlation: the kernel is laid down as it is.",
            "The name is inherited, the flip is not.",
            right=True,
        ),
        Option(
            "It depends on what is done at the edges of the picture.",
            "The edges decide at how many places the kernel is laid down, never which way round it "
            "lies.",
        ),
        Option(
            "Correlation while it learns from examples, convolution when it is used afterwards.",
            "A layer computes the same thing at both times: a kernel that lay differently "
            "afterwards would not be the one that was learned.",
        ),
    ),
    closing="PyTorch, TensorFlow and JAX all leave the kernel as it is, and call it convolution.",
)

EVEN_SAME = QuestionData(
    name="03-even-same",
    title="An even kernel",
    level=2,
    kind="recall",
    text=(
        "`same` adds m − 1 zeros in all, half of them on each side. For m = 4 that would be 1½ on "
        "each side. What do the libraries do?"
    ),
    options=(
        Option(
            "They refuse even kernels.",
            "Some hand-written code does. PyTorch, TensorFlow, SciPy and NumPy all give a result "
            "of the right length.",
        ),
        Option(
            "They pad one zero more on one side, and do not agree on the side.",
            "The result is shifted by one between them.",
            right=True,
        ),
        Option(
            "They pad two zeros on each side.",
            "Then n + 4 − 4 + 1 = n + 1 numbers come out: one too many to be `same`.",
        ),
        Option(
            "They pad one zero on each side.",
            "Then n + 2 − 4 + 1 = n − 1 numbers come out: one too few to be `same`.",
        ),
        Option(
            "They take the mean of the two shifted results.",
            "That would be another kernel, blurred and of odd size. No library does it in secret.",
        ),
    ),
    closing=(
        "PyTorch and TensorFlow put the extra zero behind; NumPy's `convolve` puts it in front. "
        "With even kernels, test which one you have."
    ),
)

LOSS = QuestionData(
    name="03-loss",
    title="When the flip matters",
    level=3,
    kind="explain",
    text=(
        "A library changes its mind: from tomorrow its layers turn the kernel, a true convolution. "
        "You train the same one-layer model on the same data again. What happens?"
    ),
    options=(
        Option(
            "The lowest loss rises: the layer fits the pictures less well.",
            "Whatever the old layer computed with a kernel, the new one computes with that kernel "
            "turned. Neither can do what the other cannot.",
        ),
        Option(
            "Nothing changes at all, neither the loss nor the kernel.",
            "The loss does not change. But the layer turns its kernel, so training ends at another "
            "one: look at the numbers that it stored.",
        ),
        Option(
            "The lowest loss is the same, and the learned kernel comes out turned by 180°.",
            "Training undoes the flip.",
            right=True,
        ),
        Option(
            "The loss is the same only if the learned kernel is symmetric.",
            "A symmetric kernel makes the two layers equal number by number. For the same loss it "
            "is enough that one kernel is the other, turned.",
        ),
    ),
    closing=(
        "The flip matters when the kernel is given: weights from another library, a hand-made "
        "kernel that is not symmetric, `scipy.signal.convolve2d`, a proof."
    ),
)
