"""The shared pictures: what they show, what they refuse, and that they leave no trace elsewhere."""

import re
import subprocess
import sys
from base64 import b64decode
from io import BytesIO

import matplotlib
import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter
from PIL import Image

from cnnlib import figures

EVERY = [
    pytest.param(lambda: figures.show_images([np.eye(3)] * 4, ["a", "b", "c", "d"]), id="images"),
    pytest.param(lambda: figures.show_matrix([[1, -2], [0.5, 0]], "M", "out", "in"), id="matrix"),
    pytest.param(lambda: figures.show_windows(5, 4, "same"), id="windows"),
    pytest.param(lambda: figures.show_signals({"x": [1, -2], "k": [1]}), id="signals"),
]


def texts(axes):
    return [text.get_text() for text in axes.texts]


def luminance(color):
    """Relative luminance by WCAG 2."""
    rgb = np.array(matplotlib.colors.to_rgb(color))
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(a, b):
    dark, light = sorted([luminance(a), luminance(b)])
    return (light + 0.05) / (dark + 0.05)


def test_the_palette_is_the_books():
    assert figures.COLORS == {
        "input": "#0072B2",
        "kernel": "#E69F00",
        "output": "#009E73",
        "gradient": "#CC79A7",
        "focus": "#D55E00",
        "padding": "#767676",
    }


@pytest.mark.parametrize("show", EVERY)
def test_a_figure_is_a_white_card_no_wider_than_a_phone_needs(show):
    figure = show()
    assert isinstance(figure, matplotlib.figure.Figure)
    assert figure.get_facecolor() == (1, 1, 1, 1)
    width = figure.get_size_inches()[0]
    for text in figure.findobj(matplotlib.text.Text):
        pixels_on_a_phone = text.get_fontsize() / 72 * min(343 / width, 96)
        assert not text.get_text() or pixels_on_a_phone >= 10.5, text
        assert not text.get_text() or contrast(text.get_color(), "white") >= 4.5, text


@pytest.mark.parametrize("show", EVERY)
def test_a_figure_shows_itself_in_a_notebook_once(show):
    shown, _ = DisplayFormatter().format(show())
    assert sorted(shown) == ["image/svg+xml", "text/plain"]
    assert shown["image/svg+xml"].rstrip().endswith("</svg>")


@pytest.mark.parametrize("show", EVERY)
def test_a_figure_leaves_the_settings_and_pyplot_alone(show):
    before = dict(matplotlib.rcParams)
    show()._repr_svg_()
    assert dict(matplotlib.rcParams) == before


def test_pyplot_is_not_even_imported():
    code = "import sys, cnnlib.figures; print('matplotlib.pyplot' in sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout == "False\n"


def test_gray_and_signed_images_each_share_a_scale():
    half, one, slope = np.full((2, 2), 0.5), np.ones((2, 2)), np.array([[-3.0, 1], [0, 2]])
    panels = figures.show_images([half, one, slope, slope / 3]).axes
    limits = [
        (image.get_cmap().name, *image.get_clim()) for axes in panels for image in axes.images
    ]
    assert limits == [("gray", 0, 1)] * 2 + [("signed", -3, 3)] * 2
    blue, white, red = (panels[2].images[0].get_cmap()(value) for value in (0.0, 0.5, 1.0))
    assert red[0] > red[2]
    assert blue[2] > blue[0]
    assert min(white) > 0.96


def test_one_extreme_value_does_not_wash_out_an_image():
    image = np.sin(np.arange(400.0)).reshape(20, 20)
    image[3, 4] = 1000
    (axes,) = figures.show_images([image]).axes
    assert 0.9 < axes.images[0].get_clim()[1] <= 1


def test_the_largest_value_of_a_signed_image_is_marked():
    found = np.array([[-1.0, 0, 0], [0, 0, 7]])
    gray, signed = figures.show_images([abs(found), found], mark_maximum=True).axes
    assert len(gray.lines) == 0
    assert [(line.get_xdata()[0], line.get_ydata()[0]) for line in signed.lines] == [(2, 1)]


def test_pictures_inside_a_figure_are_small_and_exact():
    image = np.random.default_rng(0).normal(size=(100, 150))
    (axes,) = (figure := figures.show_images([image])).axes
    (inside,) = re.findall(r"base64,([\w+/=\s]+)", figure._repr_svg_())
    picture = Image.open(BytesIO(b64decode(inside)))
    assert picture.mode == "P"
    shown = axes.images[0].to_rgba(image, bytes=True)[..., :3]
    assert np.array_equal(np.asarray(picture.convert("RGB")), shown)


def test_images_can_carry_their_numbers():
    (axes,) = figures.show_images([[[1, -0.5]]], numbers=True).axes
    assert texts(axes) == ["1", "−0.5"]


@pytest.mark.parametrize(
    ("mode", "outputs", "first", "padding"),
    [("valid", 3, 0, 0), ("same", 5, -1, 2), ("full", 7, -2, 6)],
)
def test_windows_stand_where_the_mode_puts_them(mode, outputs, first, padding):
    (axes,) = figures.show_windows(5, 3, mode).axes
    assert texts(axes) == [f"output {i}" for i in range(outputs)]
    frames = [patch for patch in axes.patches if not patch.get_fill()]
    assert [frame.get_x() for frame in frames] == [first + i for i in range(outputs)]
    assert sum(patch.get_hatch() is not None for patch in axes.patches) == padding


@pytest.mark.parametrize(
    ("shape", "drawn"),
    [((4, 5), (4, 5)), ((1, 4, 5), (4, 5)), ((3, 4, 5), (4, 5, 3)), ((1, 1), (1, 1))],
)
def test_image_shapes(shape, drawn):
    (axes,) = figures.show_images([np.linspace(0, 2, np.prod(shape)).reshape(shape)]).axes
    assert axes.images[0].get_array().shape == drawn


def test_images_wrap_into_rows_with_their_titles():
    panels = figures.show_images([np.eye(2)] * 5, range(5), columns=2).axes
    assert [axes.get_title() for axes in panels] == list("01234")
    assert [axes.get_subplotspec().rowspan.start for axes in panels] == [0, 0, 1, 1, 2]


def test_a_long_title_is_broken_into_lines():
    title = "the vertical edges of a very old temple"
    panels = figures.show_images([np.eye(2)] * 3, [title, "", ""]).axes
    lines = panels[0].get_title().split("\n")
    assert " ".join(lines) == title
    assert max(map(len, lines)) <= 19


@pytest.mark.parametrize(
    "image", [np.zeros((3, 3)), np.full((3, 3), np.nan), np.array([[np.inf, -np.inf], [0, 1]])]
)
def test_flat_and_infinite_images_are_drawn(image):
    assert figures.show_images([image])._repr_svg_()
    assert figures.show_matrix(image)._repr_svg_()
    assert figures.show_signals({"x": image[0]})._repr_svg_()


def test_a_matrix_carries_short_numbers_with_a_true_minus():
    (axes,) = figures.show_matrix([[1, -0.5], [1 / 3, -0.0]], "M", "output", "input").axes
    assert texts(axes) == ["1", "−0.5", "0.333", "0"]
    assert (axes.get_title(), axes.get_ylabel(), axes.get_xlabel()) == ("M", "output", "input")


def test_a_matrix_of_zeros_is_white():
    (axes,) = figures.show_matrix(np.zeros((2, 2))).axes
    assert min(axes.images[0].to_rgba(0.0)) > 0.96


@pytest.mark.parametrize("extreme", [1.0, -1.0])
def test_the_numbers_of_a_matrix_can_be_read(extreme):
    (axes,) = figures.show_matrix([[extreme, 0]]).axes
    background = axes.images[0].to_rgba(extreme)
    assert contrast(axes.texts[0].get_color(), background) >= 4.5


@pytest.mark.parametrize(
    ("row", "numbers"),
    [([1] * 22, 22), ([1] * 23, 0), ([0.125] * 7, 7), ([0.125] * 8, 0)],
    ids=["just fit", "too many", "long just fit", "too long"],
)
def test_numbers_are_left_out_where_they_would_overlap(row, numbers):
    assert len(figures.show_matrix([row]).axes[0].texts) == numbers
    assert len(figures.show_signals({"x": row}).axes[0].texts) == numbers


def test_signals_take_the_color_of_their_role():
    echo = {"sound": [1, 2], "decay": [1, 0.5], "echo": [1, 2.5, 1]}
    panels = figures.show_signals(echo).axes
    assert [axes.get_ylabel() for axes in panels] == list(echo)
    colors = [axes.lines[0].get_color() for axes in panels]
    assert colors == [figures.COLORS[role] for role in ("input", "kernel", "output")]
    (axes,) = figures.show_signals({"dy": [1]}, roles=["gradient"]).axes
    assert axes.lines[0].get_color() == figures.COLORS["gradient"]
    assert texts(panels[2]) == ["1", "2.5", "1"]


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: figures.show_images([]), "0 images, 0 titles, 3 columns do not fit"),
        (lambda: figures.show_images([np.eye(2)], ["a", "b"]), "1 images, 2 titles, 3 columns"),
        (lambda: figures.show_images([np.eye(2)], columns=0), "1 images, 0 titles, 0 columns"),
        (lambda: figures.show_images([[1, 2]]), "image needs 2 or 3 axes, got shape 2"),
        (
            lambda: figures.show_images([np.ones((2, 4, 5))]),
            "image has shape 2×4×5: it needs 1 or 3 channels",
        ),
        (lambda: figures.show_matrix([1, 2]), "matrix needs 2 axes, got shape 2"),
        (lambda: figures.show_matrix([[]]), "matrix is empty (shape 1×0)"),
        (lambda: figures.show_windows(2, 3), "kernel 3 is larger than the input 2"),
        (lambda: figures.show_windows(2, 3, "wide"), "mode 'wide' is unknown"),
        (lambda: figures.show_signals({}), "0 signals need as many roles out of input, kernel"),
        (lambda: figures.show_signals({"x": [1], "y": [1]}, ["input"]), "2 signals need as many"),
        (lambda: figures.show_signals({"x": [1]}, ["red"]), "1 signals need as many roles"),
        (lambda: figures.show_signals({"echo": [[1]]}), "echo needs 1 axis, got shape 1×1"),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        call()
