"""The Python side of the chapter's explorables: what may be set, and what reaches the page."""

import base64
import json
import re
from pathlib import Path

import numpy as np
import pytest
from scipy import signal as scipy_signal

import cnnlib
from cnnlib.functional import conv_transpose2d
from cnnlib.interactive import (
    EchoExplorer,
    KernelLab,
    OutputSizeExplorer,
    TransposedExplorer,
)
from cnnlib.interactive._static import mount, script_json
from cnnlib.interactive.kernel_lab import PRESETS
from tests.explorables import EXPLORABLES

LARGEST_PAGE = 40_000  # characters of HTML for one figure


@pytest.fixture
def static(monkeypatch):
    monkeypatch.setenv("CNNLIB_STATIC", "1")


def page_state(figure):
    """The state the page receives, with the bytes in place."""
    html = figure._repr_mimebundle_()[0]["text/html"]
    packed = json.loads(re.search(r'<script type="application/json">(.*)</script>', html).group(1))
    state = packed["state"]
    for buffer in packed["buffers"]:
        *path, last = buffer["path"]
        place = state
        for key in path:
            place = place[key]
        place[last] = base64.b64decode(buffer["base64"])
    return state


@pytest.mark.parametrize("name", PRESETS)
def test_kernel_lab_computes_what_scipy_does(name):
    lab = KernelLab("digit", name, row=8, column=11)
    correlation = scipy_signal.correlate2d(lab.image, PRESETS[name], "valid")
    convolution = scipy_signal.convolve2d(lab.image, PRESETS[name], "valid")
    shown = lab.shown()
    assert shown["sums"]["correlation"] == pytest.approx(correlation[8, 11])
    assert shown["sums"]["convolution"] == pytest.approx(convolution[8, 11])
    assert shown["difference"] == pytest.approx(np.abs(correlation - convolution).mean(), abs=1e-12)


def test_kernel_lab_shows_a_place_that_a_small_picture_has():
    lab = KernelLab(np.eye(6), np.ones((5, 5)), row=90, column=90)
    assert (lab.shown()["row"], lab.shown()["column"]) == (1, 1)


def test_presets_are_of_all_three_kinds():
    def kind(rows):
        kernel = np.array(rows)
        turned = np.rot90(kernel, 2)
        same, opposite = np.array_equal(kernel, turned), np.array_equal(kernel, -turned)
        return "same" if same else "signs change" if opposite else "another kernel"

    assert [kind(rows) for rows in PRESETS.values()] == [
        *["same"] * 3,
        *["signs change"] * 2,
        "another kernel",
    ]


def test_no_preset_solves_the_task():
    up_and_left = [[0, 0, 0], [0, 0, 0], [0, 0, 1]]
    assert up_and_left not in PRESETS.values()


def test_kernel_reads_back_as_lists_of_numbers():
    lab = KernelLab("digit")
    lab.kernel = np.eye(3, dtype=np.int64)
    assert lab.kernel == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    lab.kernel = [[-0.0] * 5] * 5
    assert str(lab.kernel[0][0]) == "0.0"
    lab.kernel = "shift"
    assert lab.kernel == PRESETS["shift"]


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        pytest.param("kernel", [[1, 2], [3, 4]], "3 to 5 rows of 3 to 5 numbers", id="2×2"),
        pytest.param("kernel", np.ones((4, 4)), "kernel must be 3×3 or 5×5, got 4×4", id="4×4"),
        pytest.param("kernel", [[1, 2, 3]] * 5, "3×3 or 5×5, got 5×3", id="not square"),
        pytest.param("kernel", None, "kernel is not a table of numbers: None", id="None"),
        pytest.param("kernel", 3, "kernel is not a table of numbers: 3", id="no table"),
        pytest.param("kernel", [[1, 2], [3]], "not a table of numbers", id="ragged"),
        pytest.param("kernel", [["a"] * 3] * 3, "not a table of numbers", id="words"),
        pytest.param("kernel", [[np.nan] * 3] * 3, "from −100 to 100", id="not a number"),
        pytest.param("kernel", [[0, 0, 101]] * 3, "from −100 to 100", id="too large"),
        pytest.param("kernel", "sobel", "kernel 'sobel' is unknown: use", id="no preset"),
        pytest.param("row", -1, "row must be", id="row −1"),
        pytest.param("column", 160, "column must be at most 159", id="column 160"),
        pytest.param("curtain", 101, "curtain must be at most 100", id="curtain 101"),
        pytest.param("curtain", 0.5, "curtain must be", id="half a per cent"),
    ],
)
def test_kernel_lab_refuses_and_keeps_its_state(name, value, message):
    lab = KernelLab("digit")
    before = lab.shown()
    with pytest.raises(ValueError, match=re.escape(message)):
        setattr(lab, name, value)
    assert lab.shown() == before
    with pytest.raises(ValueError, match=re.escape(message)):
        KernelLab("digit", **{name: value})


@pytest.mark.parametrize(
    ("image", "message"),
    [
        pytest.param("cat", "name 'cat' is not a photograph", id="no photograph"),
        pytest.param(None, "image must be numbers", id="None"),
        pytest.param({"pixels": b""}, "image must be numbers", id="a dict"),
        pytest.param(np.zeros((4, 9)), "5 to 160 pixels a side, got 4×9", id="too small"),
        pytest.param(np.zeros((9, 161)), "5 to 160 pixels a side, got 9×161", id="too large"),
        pytest.param(np.zeros((3, 9, 9)), "shape (H, W)", id="in color"),
        pytest.param(
            np.full((9, 9), 255), "(white), or be bytes (uint8), got 255", id="0…255 as int"
        ),
        pytest.param(np.full((9, 9), -0.1), "got -0.1 to -0.1", id="negative"),
        pytest.param(np.full((9, 9), np.nan), "got nan", id="not a number"),
        pytest.param([["a"] * 9] * 9, "image must be numbers", id="words"),
    ],
)
def test_kernel_lab_refuses_a_picture(image, message):
    lab = KernelLab("digit")
    before = lab.picture
    with pytest.raises(ValueError, match=re.escape(message)):
        lab.picture = image
    assert lab.picture == before
    with pytest.raises(ValueError, match=re.escape(message)):
        KernelLab(image)


@pytest.mark.parametrize(
    ("image", "title", "shape"),
    [
        pytest.param("china", "photograph", (96, 144), id="china"),
        pytest.param("flower", "photograph", (96, 144), id="flower"),
        pytest.param("digit", "digit", (28, 28), id="digit"),
        pytest.param(np.linspace(0, 1, 35).reshape(5, 7), "your picture", (5, 7), id="floats"),
        pytest.param(
            np.arange(35, dtype=np.uint8).reshape(5, 7), "your picture", (5, 7), id="bytes"
        ),
    ],
)
def test_kernel_lab_pictures(image, title, shape):
    lab = KernelLab(image)
    assert (lab.picture["title"], lab.image.shape) == (title, shape)
    assert 0 <= lab.image.min() < lab.image.max() <= 255
    if not isinstance(image, str) and image.dtype == np.uint8:
        np.testing.assert_array_equal(lab.image, image)


@pytest.mark.usefixtures("static")
def test_kernel_lab_in_the_page():
    lab = KernelLab("china", kernel="shift")
    bundle, _ = lab._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    html = bundle["text/html"]
    assert html.startswith(
        '<div class="cnnlib" data-explorable="KernelLab" data-module="kernel_lab">'
    )
    assert len(html) < LARGEST_PAGE
    assert "\n" not in html
    state = page_state(lab)
    assert (state["kernel"], state["curtain"]) == (PRESETS["shift"], 47)
    photograph = state["picture"]
    pixels = np.frombuffer(photograph["pixels"], np.uint8).reshape(photograph["shape"])
    np.testing.assert_array_equal(pixels, lab.image)
    assert "CC BY 2.0" in photograph["credit"]


@pytest.mark.usefixtures("static")
def test_the_largest_picture_stays_within_the_page_budget():
    rng = np.random.default_rng(0)
    assert len(KernelLab(rng.random((160, 160)))._repr_mimebundle_()[0]["text/html"]) < LARGEST_PAGE


@pytest.mark.parametrize("operation", ["convolution", "correlation"])
def test_echo_explorer_shows_what_numpy_computes(operation):
    claps, pattern = [3, -1, 4, 1, 0], [2, -0.5, -1.5]
    expected = {"convolution": np.convolve, "correlation": np.correlate}[operation]
    echo = EchoExplorer(claps=claps, pattern=pattern, operation=operation, clap=4, tick=5)
    shown = echo.shown()
    np.testing.assert_allclose(shown["heard"], expected(claps, pattern, "full"))
    layers = np.array(shown["layers"], np.float64)  # None becomes NaN
    np.testing.assert_allclose(np.nansum(layers, axis=0), shown["heard"])
    assert np.isfinite(layers).sum(axis=1).tolist() == [3] * 5
    assert shown["pressed"] == {"clap": 4, "tick": 5 if operation == "convolution" else None}
    echo.claps = [1, 2]
    assert echo.shown()["pressed"] == {"clap": None, "tick": None}


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        pytest.param("claps", [], "claps must hold 1 to 6 numbers, got shape 0", id="empty"),
        pytest.param("claps", [0] * 7, "1 to 6 numbers, got shape 7", id="too many claps"),
        pytest.param("pattern", [0] * 5, "pattern must hold 1 to 4 numbers", id="too long"),
        pytest.param("pattern", [[1, 2]], "1 to 4 numbers, got shape 1×2", id="two axes"),
        pytest.param("claps", None, "claps is not a list of numbers: None", id="None"),
        pytest.param("pattern", 3, "pattern is not a list of numbers: 3", id="a number"),
        pytest.param("claps", ["a"], "claps is not a list of numbers", id="words"),
        pytest.param("claps", [1, np.nan], "claps must hold numbers from", id="not a number"),
        pytest.param("claps", [5], "claps must hold numbers from −4 to 4", id="too loud"),
        pytest.param("pattern", [-3], "from −2 to 2", id="too large"),
        pytest.param("operation", "flip", "operation 'flip' is unknown", id="no operation"),
        pytest.param("operation", ["flip"], "operation ['flip'] is unknown", id="a list"),
        pytest.param("clap", 6, "clap must be at most 5, got 6", id="no clap"),
        pytest.param("tick", 0.5, "tick must be a whole number", id="no tick"),
    ],
)
def test_echo_explorer_refuses_and_keeps_its_state(name, value, message):
    echo = EchoExplorer()
    before = getattr(echo, name)
    with pytest.raises(ValueError, match=re.escape(message)):
        setattr(echo, name, value)
    assert getattr(echo, name) == before
    with pytest.raises(ValueError, match=re.escape(message)):
        EchoExplorer(**{name: value})


@pytest.mark.usefixtures("static")
def test_echo_explorer_in_the_page():
    state = page_state(EchoExplorer(claps=np.array([1, 2]), pattern=(1.5,), switch=True))
    assert (state["claps"], state["pattern"]) == ([1, 2], [1.5])
    assert (state["switch"], state["hear"], state["task"]) == (True, False, True)
    assert state["limits"]["claps"] == {"min": -4, "max": 4, "least": 1, "most": 6}


@pytest.mark.parametrize("mode", ["valid", "same", "full"])
@pytest.mark.parametrize("kernel", [1, 3, 5])
def test_output_size_explorer_adds_up_what_numpy_does(mode, kernel):
    strip = OutputSizeExplorer(size=6, kernel=kernel, mode=mode, visited=list(range(12)))
    shown = strip.shown()
    np.testing.assert_array_equal(
        shown["output"], np.convolve(np.arange(1, 7), np.ones(kernel), mode)
    )
    strip.place = 20
    assert strip.shown()["place"] == len(shown["output"]) - 1


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        pytest.param("size", 0, "size must be a whole number ≥ 1, got 0", id="nothing"),
        pytest.param("kernel", 8, "kernel must be at most 7, got 8", id="too large"),
        pytest.param("mode", "wide", "mode 'wide' is unknown", id="no mode"),
        pytest.param("place", 1.5, "place must be a whole number", id="no stop"),
    ],
)
def test_output_size_explorer_refuses_and_keeps_its_state(name, value, message):
    strip = OutputSizeExplorer()
    before = getattr(strip, name)
    with pytest.raises(ValueError, match=re.escape(message)):
        setattr(strip, name, value)
    assert getattr(strip, name) == before


def test_output_size_explorer_offers_what_it_is_told_to():
    assert OutputSizeExplorer().controls == ["kernel"]
    assert OutputSizeExplorer(mode=None).controls == ["kernel", "stride", "padding"]
    apart = OutputSizeExplorer(mode=None, padding=2, controls=["padding", "after"])
    assert apart.after == 2  # else it would follow the other one
    with pytest.raises(ValueError, match="'size' is unknown: use 'kernel', 'stride'"):
        OutputSizeExplorer(controls=["size"])


@pytest.mark.parametrize("settings", [(2, 0, 0, 1), (2, 1, 1, 1), (1, 2, 1, 2), (3, 1, 0, 1)])
def test_transposed_explorer_adds_up_what_the_layer_does(settings):
    stride, padding, extra, dilation = settings
    names = {"stride": stride, "padding": padding, "dilation": dilation}
    shown = TransposedExplorer(**names, output_padding=extra, place=2).shown()
    layer = conv_transpose2d(
        *([[[[1, 2, 3]]]], [[[[1, 1, 1]]]]),
        stride=(1, stride),
        padding=((0, 0), (padding, padding)),
        output_padding=(0, extra),
        dilation=(1, dilation),
    )
    np.testing.assert_array_equal(shown["output"], layer[0, 0, 0])


@pytest.mark.usefixtures("static")
@pytest.mark.parametrize("figure", EXPLORABLES)
def test_the_built_book_opens_no_connection(figure):
    assert figure().comm is None


@pytest.mark.parametrize("figure", EXPLORABLES)
def test_live_output_also_stands_in_the_book(figure):
    bundle, _ = figure()._repr_mimebundle_()
    assert {"application/vnd.jupyter.widget-view+json", "text/html", "text/plain"} <= set(bundle)
    assert f'data-explorable="{figure.__name__}"' in bundle["text/html"]


@pytest.mark.parametrize("figure", EXPLORABLES)
def test_one_source_serves_both_hosts(figure):
    for name in ("const core = ", "const ui = ", f'"{figure.__name__}",'):
        assert figure._esm.count(name) == 1
    assert figure._esm.count("export default ") == 1
    assert ".cnnlib" in figure._css


@pytest.mark.parametrize("character", ["<", ">", "&", "\u2028", "\u2029"])
def test_no_text_ends_the_script_it_stands_in(character):
    """Nor is read as markup by whoever takes the page for XHTML, nor as the end of a line."""
    text = f"a{character}b"
    assert character not in script_json(text)
    assert json.loads(script_json(text)) == text
    html = mount("Demo", "demo", {text: [text]}, text)
    state = re.search(r"<script[^>]*>(.*)</script>", html).group(1)
    assert character not in state
    assert json.loads(state)["state"] == {text: [text]}


def _classes(*patterns: str) -> set[str]:
    package = Path(cnnlib.__file__).parent
    files = [file for pattern in patterns for file in package.glob(pattern)]
    assert files
    return {
        name for file in files for name in re.findall(r"\.(cnn-[\w-]+)", file.read_text("utf-8"))
    }


def test_figures_and_exercises_share_no_style_but_the_common_one():
    """All stand on one page: a class of the same name would be drawn by the rules of both."""
    figures = _classes("interactive/ui/*.css", "interactive/[!e]*.css", "interactive/e[!x]*.css")
    exercises = _classes("exercises/*.css")
    assert figures & exercises <= _classes("interactive/explorable.css")
