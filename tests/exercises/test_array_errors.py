"""What NumPy and PyTorch say of shapes that do not fit is put into plain words."""

import numpy as np
import pytest
import torch

from cnnlib.exercises._judge import judge

A, B, LINE = "np.zeros((2, 3))", "np.zeros((2, 4))", "np.zeros(3)"
T, U = "torch.zeros(2, 3)", "torch.zeros(2, 4)"

SAID = {
    f"{A} * {B}": "Arrays of shape 2×3 and of shape 2×4 meet here number by number.",
    f"{LINE} + np.zeros(2)": "Arrays of length 3 and of length 2 meet here",
    f"{A}.__iadd__(np.zeros((4, 2, 3)))": "An array of shape 4×2×3 is put here into a place of",
    f"{A}.__setitem__(0, np.zeros(4))": "of length 4 is put here into a place of length 3.",
    f"{A} @ {B}": "For a product number by number write `*`.",
    f"np.dot({A}, {B})": "Arrays of shape 2×3 and of shape 2×4 are multiplied here. `@`, `dot`",
    f"{A}.reshape(2, 2)": "An array of 6 numbers cannot get the shape 2×2, which holds 4.",
    f"{A}.reshape(-1, 4)": "The new shape does not hold as many numbers as there are.",
    f"{A}.sum(2)": "an array with 2 axes has no axis 2.",
    f"{LINE}.sum(axis=1)": "an array with one axis has no axis 1.",
    f"{A}[0, 5]": "There is no place 5: axis 1 has 3 entries, with the places 0 to 2.",
    f"{A}[-4]": "There is no place −4: axis 0 has 2 entries",
    f"{A}[0, 1, 1]": "An array with 2 axes is given 3 indices.",
    "np.array([[1], [1, 2]])": "made here of lists that differ in length or depth",
    f"{A}.__setitem__((0, 0), [1, 2])": "A list or an array is put in a number's place.",
    f"bool({A})": "An array is no yes or no",
    f"int({A})": "A whole array stands where one number is needed.",
    f"range({A})": "A whole array stands where one number is needed.",
    f"np.stack([{A}, {B}])": "Only arrays of one shape can be stacked.",
    f"np.concatenate([{A}, {B}])": "Arrays are joined here whose other axes differ.",
    f"np.concatenate([{A}, {LINE}])": "Arrays are joined here that differ in the number of axes.",
    f"{A}[1.0]": "An index is a whole number.",
    f"{A}.transpose(0, 1, 2)": "`transpose` needs each axis of the array, once.",
    "np.array([1, 2]).__iadd__(np.array([0.5, 0.5]))": "whole numbers cannot take fractions",
    f"{T} * {U}": "Tensors meet here number by number, and size 3 meets 4.",
    f"{T} @ {U}": "For a product number by number write `*`.",
    "torch.zeros(2) @ torch.zeros(3)": "For a product number by number write `*`.",
    f"{T}.reshape(2, 2)": "The new shape does not hold as many numbers as there are.",
    f"{T}.sum(2)": "an array with 2 axes has no axis 2.",
    f"{T}[0, 5]": "There is no place 5: axis 1 has 3 entries",
    f"{T}[0, 0, 0]": "A tensor is given more indices here than it has axes.",
    f"{T} @ torch.zeros(3).double()": "The two have different types of number",
    f"torch.cat([{T}, {U}])": "Tensors are joined here whose other axes differ.",
    f"torch.stack([{T}, {U}])": "Only tensors of one shape can be stacked.",
    f"bool({T})": "A tensor is no yes or no",
    "torch.zeros(2, requires_grad=True).numpy()": "`x.detach().numpy()`",
    "torch.tensor([[1], [1, 2]])": "made here of lists that differ in length or depth",
    "torch.conv2d(torch.zeros(1, 1, 4, 4), torch.zeros(2, 3, 2, 2))": "The depth of the kernels",
}


def said_of(code):
    exercise = {
        "function": "f",
        "parameters": ["x"],
        "cases": [{"inputs": [1], "expected": 9, "about": ""}],
        "mistakes": [],
        "tolerance": 0,
    }
    return judge(exercise, lambda _: eval(code, {"np": np, "torch": torch}))["sentence"]


@pytest.mark.parametrize("code", SAID)
def test_the_sizes_that_do_not_fit_are_named(code):
    assert SAID[code] in said_of(code)


def test_what_has_shapes_in_it_but_is_no_such_error_gets_no_such_help():
    assert said_of("[1, 2].index((2, 3))").endswith("look for a value that the list does not hold.")
    assert said_of("int('(2,3) (3,2)')").endswith("'(2,3) (3,2)'.")


@pytest.mark.parametrize(
    "words", ["Dimension out of range", "index ² with size", "cannot reshape (2,)"]
)
def test_words_that_only_look_like_it_do_no_harm(words):
    assert said_of(f"[1, 2].__getattribute__({words!r})").startswith("For `x` = 1, your function")
