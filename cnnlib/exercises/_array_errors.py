"""What helps with an exception of NumPy or PyTorch: what was tried, and with which shapes.

Like the judge it imports nothing from elsewhere, for its text runs in the book's page too.
"""

from cnnlib.exercises._values import listed, times

ALIGN = "Counted from the last axis, two sizes have to be equal, or one of them 1."
MATRICES = (
    "`@`, `dot` and `matmul` are products of matrices: a row of the first meets a column of the "
    "second. For a product number by number write `*`."
)
AXES = "Axes are counted from 0: an array with {} has no axis {}."
NESTED = (
    "An array is made here of lists that differ in length or depth. Look at what you put in: do "
    "all rows have the same number of entries?"
)
# Words of the message, and the help where no shape belongs into it. The first that fits is said.
WORDS = (
    ("truth value of an array", "An array is no yes or no: `(a > b).any()`, `(a > b).all()`."),
    ("inhomogeneous shape", NESTED),
    ("setting an array element with a sequence", "A list or an array is put in a number's place."),
    ("scalar arrays can be converted", "A whole array stands where one number is needed."),
    ("length-1 arrays can be converted", "A whole array stands where one number is needed."),
    ("0-dimensional arrays can be converted", "A whole array stands where one number is needed."),
    ("all input arrays must have the same shape", "Only arrays of one shape can be stacked."),
    ("array dimensions except for the concat", "Arrays are joined here whose other axes differ."),
    ("same number of dimensions", "Arrays are joined here that differ in the number of axes."),
    ("expects each tensor to be equal size", "Only tensors of one shape can be stacked."),
    ("expected sequence of length", NESTED),
    ("Boolean value of Tensor", "A tensor is no yes or no: `(a > b).any()`, `(a > b).all()`."),
    ("inconsistent tensor size", MATRICES),
    ("Expected size for first two dim", MATRICES),
    ("channels, but got", "The depth of the kernels is not the number of channels that come in."),
    ("too many indices for tensor", "A tensor is given more indices here than it has axes."),
    ("Sizes of tensors must match except", "Tensors are joined here whose other axes differ."),
    ("as an index", "An index is a whole number. `/` makes a fraction: use `//`."),
    ("only integers, slices", "An index is a whole number. `/` makes a fraction: use `//`."),
    ("axes don't match array", "`transpose` needs each axis of the array, once."),
    (
        "same dtype",
        "The two have different types of number: `x.float()` makes one of them float32.",
    ),
    (
        "scalar type",
        "The two have different types of number: `x.float()` makes one of them float32.",
    ),
    ("requires grad", "A tensor with a gradient is turned into an array by `x.detach().numpy()`."),
)


def of_array(text):
    """The help with an exception that says `text`; "" if NumPy and PyTorch say no such thing.

    >>> of_array("cannot reshape array of size 6 into shape (2,2)")
    'An array of 6 numbers cannot get the shape 2×2, which holds 4.'
    """
    found, numbers = sizes_in(text), numbers_in(text)
    two = len(found) > 1
    if two and "operands could not be broadcast together with shapes" in text:
        with_shapes = listed([worded(each) for each in found])
        return f"Arrays {with_shapes} meet here number by number. {ALIGN}"
    if two and ("could not broadcast" in text or "non-broadcastable" in text):
        source, target = found[:2] if "could not" in text else found[1::-1]
        return f"An array {worded(source)} is put here into a place {worded(target)}."
    if "singleton dimension" in text and len(numbers) > 1:
        return (
            f"Tensors meet here number by number, and size {numbers[0]} meets {numbers[1]}. {ALIGN}"
        )
    if two and "not aligned" in text:
        with_shapes = listed([worded(each) for each in found[:2]])
        return f"Arrays {with_shapes} are multiplied here. {MATRICES}"
    if text.startswith("matmul:") or "shapes cannot be multiplied" in text:
        return f"The sizes do not fit. {MATRICES}"
    if found and "cannot reshape" in text and "-1" not in text:
        holds = 1
        for size in found[-1]:
            holds *= size
        new = times(found[-1])
        return f"An array of {numbers[0]} numbers cannot get the shape {new}, which holds {holds}."
    if "cannot reshape" in text or "is invalid for input of size" in text:
        return "The new shape does not hold as many numbers as there are."
    if "for array of dimension" in text and len(numbers) > 1:
        return AXES.format(axes(numbers[-1]), numbers[0])
    if "Dimension out of range" in text and len(numbers) > 2:
        return AXES.format(axes(numbers[1] + 1), numbers[-1])
    if text.startswith("index ") and "with size" in text and len(numbers) > 2:
        place = text.split()[1].replace("-", "−")
        return (
            f"There is no place {place}: axis {numbers[1]} has {numbers[2]} entries, with the "
            f"places 0 to {numbers[2] - 1}. Does a range end too late there, or are two indices "
            "exchanged?"
        )
    if "too many indices for" in text and len(numbers) > 1:
        return f"An array with {axes(numbers[0])} is given {numbers[1]} indices."
    return next((said for words, said in WORDS if words in text), "")


def axes(count):
    return "one axis" if count == 1 else f"{count} axes"


def worded(sizes):
    if not sizes:
        return "of a single number"
    return f"of length {sizes[0]}" if len(sizes) == 1 else f"of shape {times(sizes)}"


def sizes_in(text):
    """The shapes that stand in a message, such as ``(3,)`` or ``(2,3)``."""
    found = []
    for piece in text.split("(")[1:]:
        inner, closed, _ = piece.partition(")")
        digits = [part.strip() for part in inner.split(",") if part.strip()]
        if closed and "," in inner and all(part.isdecimal() for part in digits):
            found.append([int(part) for part in digits])
    return found


def numbers_in(text):
    """The whole numbers that stand alone in a message, `3-dimensional` among them."""
    for mark in "()[],:;-":
        text = text.replace(mark, " ")
    return [int(word) for word in text.split() if word.isdecimal()]
