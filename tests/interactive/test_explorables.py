"""The Python side of the chapter's explorables: what may be set, and what reaches the page."""

import base64
import json
import re

import numpy as np
import pytest
from scipy import signal as scipy_signal

from cnnlib.interactive import EchoExplorer, KernelLab
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


@pytest.fixture(scope="module")
def lab():
    return KernelLab("digit")


@pytest.mark.parametrize("name", PRESETS)
@pytest.mark.parametrize("mode", ["valid", "same", "full"])
def test_kernel_lab_computes_what_scipy_does(lab, name, mode):
    lab.kernel, lab.mode = name, mode
    result = lab.result()
    kernel = np.array(PRESETS[name])
    correlation = scipy_signal.correlate2d(lab.image, kernel, mode)
    convolution = scipy_signal.convolve2d(lab.image, kernel, mode)
    np.testing.assert_allclose(result.correlation, correlation, atol=1e-9)
    np.testing.assert_allclose(result.convolution, convolution, atol=1e-9)
    np.testing.assert_allclose(result.difference, correlation - convolution, atol=1e-9)
    assert lab.preset == name


def test_presets_are_of_all_three_kinds():
    def kind(rows):
        kernel = np.array(rows)
        turned = np.rot90(kernel, 2)
        same, opposite = np.array_equal(kernel, turned), np.array_equal(kernel, -turned)
        return "symmetric" if same else "antisymmetric" if opposite else "neither"

    kinds = {name: kind(rows) for name, rows in PRESETS.items()}
    assert kinds["Gaussian"] == kinds["Laplacian"] == "symmetric"
    assert kinds["Sobel"] == kinds["diagonal"] == "antisymmetric"
    assert kinds["shift"] == "neither"


def test_shift_moves_the_picture_by_one_pixel_and_nothing_else(lab):
    lab.kernel, lab.mode = "shift", "same"
    result = lab.result()
    np.testing.assert_array_equal(result.correlation[:, :-1], lab.image[:, 1:])
    np.testing.assert_array_equal(result.convolution[:, 1:], lab.image[:, :-1])


def test_no_preset_solves_the_task():
    up_and_left = [[0, 0, 0], [0, 0, 0], [0, 0, 1]]
    assert up_and_left not in PRESETS.values()


def test_kernel_reads_back_as_lists_of_numbers(lab):
    lab.kernel = np.eye(3, dtype=np.int64)
    assert lab.kernel == [[1, 0, 0], [0, 1, 0], [0, 0, 1]]
    assert lab.preset is None
    lab.kernel = [[-0.0] * 5] * 5
    assert str(lab.kernel[0][0]) == "0.0"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"kernel": [[1, 2], [3, 4]]}, "kernel must be 3×3 or 5×5, got 2×2", id="2×2"),
        pytest.param({"kernel": [[1, 2, 3]] * 5}, "got 5×3", id="not square"),
        pytest.param({"kernel": None}, "kernel must be 3×3 or 5×5", id="None"),
        pytest.param({"kernel": 3}, "got a single number", id="no table"),
        pytest.param({"kernel": [[1, 2], [3]]}, "not a table of numbers", id="ragged"),
        pytest.param({"kernel": [["a"] * 3] * 3}, "not a table of numbers", id="words"),
        pytest.param({"kernel": [[np.nan] * 3] * 3}, "from −100 to 100", id="not a number"),
        pytest.param({"kernel": [[np.inf] * 3] * 3}, "from −100 to 100", id="infinite"),
        pytest.param({"kernel": [[0, 0, 101]] * 3}, "from −100 to 100", id="too large"),
        pytest.param({"kernel": "sobel"}, "kernel 'sobel' is unknown: there are", id="no preset"),
        pytest.param({"mode": "wide"}, "mode 'wide' is unknown", id="no mode"),
        pytest.param({"mode": None}, "mode None is unknown", id="mode None"),
        pytest.param({"picture": "cat"}, "picture 'cat' is unknown", id="no picture"),
        pytest.param({"picture": None}, "picture None is unknown", id="picture None"),
        pytest.param({"picture": 3}, "picture 3 is unknown", id="a number as picture"),
    ],
)
def test_kernel_lab_refuses_and_keeps_its_state(change, message):
    lab = KernelLab("digit")
    before = lab.kernel, lab.mode, lab.picture
    ((name, value),) = change.items()
    with pytest.raises(ValueError, match=re.escape(message)):
        setattr(lab, name, value)
    assert (lab.kernel, lab.mode, lab.picture) == before
    if name != "picture":
        with pytest.raises(ValueError, match=re.escape(message)):
            KernelLab("digit", **change)


@pytest.mark.parametrize(
    ("image", "message"),
    [
        pytest.param("cat", "name 'cat' is not a photograph", id="no photograph"),
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
    with pytest.raises(ValueError, match=re.escape(message)):
        KernelLab(image)


@pytest.mark.parametrize(
    ("image", "name", "shape"),
    [
        pytest.param("china", "photograph", (96, 144), id="china"),
        pytest.param("flower", "photograph", (96, 144), id="flower"),
        pytest.param("digit", "digit", (28, 28), id="digit"),
        pytest.param(np.linspace(0, 1, 35).reshape(5, 7), "yours", (5, 7), id="floats"),
        pytest.param(np.arange(35, dtype=np.uint8).reshape(5, 7), "yours", (5, 7), id="bytes"),
    ],
)
def test_kernel_lab_pictures(image, name, shape):
    lab = KernelLab(image)
    assert (lab.picture, lab.image.shape) == (name, shape)
    assert 0 <= lab.image.min() < lab.image.max() <= 255
    assert [each["name"] for each in lab.pictures][-1] == "digit"
    if name == "yours" and image.dtype == np.uint8:
        np.testing.assert_array_equal(lab.image, image)


@pytest.mark.usefixtures("static")
def test_kernel_lab_in_the_page():
    lab = KernelLab("china", kernel="shift", mode="full")
    bundle, _ = lab._repr_mimebundle_()
    assert set(bundle) == {"text/plain", "text/html"}
    html = bundle["text/html"]
    assert html.startswith(
        '<div class="cnnlib" data-explorable="KernelLab" data-module="kernel_lab">'
    )
    assert len(html) < LARGEST_PAGE
    assert "\n" not in html
    state = page_state(lab)
    assert (state["kernel"], state["mode"]) == (PRESETS["shift"], "full")
    photograph = state["pictures"][0]
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
