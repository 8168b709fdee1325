"""`explore`: `interact`'s controls and positions, drawn beforehand."""

import base64
import gzip
import io
import json
import math
import re

import ipywidgets
import matplotlib.pyplot as plt
import nbformat
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import HTML, display
from ipywidgets import (
    Checkbox,
    Dropdown,
    FloatSlider,
    IntRangeSlider,
    IntSlider,
    RadioButtons,
    SelectionSlider,
    Widget,
    fixed,
    interactive,
)
from ipywidgets.widgets import widget as widget_module
from matplotlib.figure import Figure
from myst_nb import glue
from nbclient import NotebookClient
from PIL import Image
from traitlets.config import Config

from cnnlib.figures import STYLE, show_matrix, show_signals, show_stack
from cnnlib.interactive import _explore, explore
from cnnlib.interactive._explore._controls import read_controls
from cnnlib.interactive._explore._pictures import VISIBLE, encode

EMPTY = object()


@pytest.fixture
def static(monkeypatch):
    """The book is being built; the list receives what `explore` displays."""
    shown = []
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    monkeypatch.setattr(_explore, "display", lambda bundle, raw: shown.append(bundle))  # noqa: ARG005
    return shown


@pytest.fixture
def shell():
    """An IPython session, without which `display` only prints."""
    yield InteractiveShell.instance(config=Config({"HistoryManager": {"enabled": False}}))
    InteractiveShell.clear_instance()


def function(default=EMPTY):
    """A function of `x` that shows its value."""
    if default is EMPTY:
        return lambda x: print(repr(x))
    return lambda x=default: print(repr(x))


def state(page):
    return json.loads(re.search(r'<script type="application/json">(.*?)</script>', page)[1])[
        "state"
    ]


def frames(page):
    """All stored frames as HTML, the one that stands in the page first."""
    first = re.search(r'<div class="cnn-explore-frame">.*</div>(?=<script|</div>)', page)[0]
    others = re.search(r'class="cnnlib-frames" data-frames="\w{16}">(.*?)</script>', page)
    return [first, *(json.loads(others[1]) if others else [])]


def pictures(page):
    return [
        Image.open(io.BytesIO(base64.b64decode(data))).convert("RGB")
        for frame in frames(page)
        for data in re.findall(r"base64,([^\"]+)", frame)
    ]


def page_of(shown):
    (bundle,) = shown
    return bundle["text/html"]


# ---- the grid -----------------------------------------------------------------------------------

THIRDS = [0.0, 0.3333333333333, 0.6666666666667, 1.0]  # rounded far below the step
POINTS = {"one": 1.0, "two": 2.5}
GRIDS = {
    # id: (abbreviation, default, kind, values, start, text at start)
    "pair of ints": ((0, 3), EMPTY, "slider", [0, 1, 2, 3], 1, "1"),
    "ints and step": ((1, 10, 3), EMPTY, "slider", [1, 4, 7, 10], 1, "4"),
    "step that misses the end": ((1, 9, 3), EMPTY, "slider", [1, 4, 7], 1, "4"),
    "negative ints": ((-3, -1), EMPTY, "slider", [-3, -2, -1], 1, "−2"),
    "default": ((0, 3), 3, "slider", [0, 1, 2, 3], 3, "3"),
    "default out of range": ((0, 3), 7, "slider", [0, 1, 2, 3], 3, "3"),
    "default between steps": ((0, 4, 2), 3, "slider", [0, 2, 3, 4], 2, "3"),
    "one value": ((2, 2), EMPTY, "slider", [2], 0, "2"),
    "floats": ((0.0, 0.5), EMPTY, "slider", [0.0, 0.1, 0.2, 0.25, 0.3, 0.4, 0.5], 3, "0.25"),
    "mixed": ((0, 1.0, 0.5), EMPTY, "slider", [0.0, 0.5, 1.0], 1, "0.50"),
    "int ends, float step": ((0, 1, 0.25), EMPTY, "slider", [0.0, 0.25, 0.5, 0.75, 1.0], 0, "0.00"),
    "tenths": ((0.0, 1.0, 0.1), 0.3, "slider", [k / 10 for k in range(11)], 3, "0.30"),
    "thirds": ((0.0, 1.0, 1 / 3), 1.0, "slider", THIRDS, 3, "1.00"),
    "through zero": ((-0.6, 0.3, 0.3), 0.0, "slider", [-0.6, -0.3, 0.0, 0.3], 2, "0.00"),
    "negative floats": ((-1.0, 0.0, 0.5), -0.5, "slider", [-1.0, -0.5, 0.0], 1, "−0.50"),
    "list": (["valid", "same", "full"], EMPTY, "select", ["valid", "same", "full"], 0, "valid"),
    "list with default": (["valid", "same"], "same", "select", ["valid", "same"], 1, "same"),
    "list, unknown default": ([1, 2], 9, "select", [1, 2], 0, "1"),
    "list of pairs": ([("one", 1), ("two", 2)], 2, "select", [1, 2], 1, "two"),
    "dict": (POINTS, 2.5, "select", [1.0, 2.5], 1, "two"),
    "generator": (lambda: (n * n for n in (3, 4)), EMPTY, "select", [9, 16], 0, "9"),
    "true": (True, EMPTY, "checkbox", [False, True], 1, "on"),
    "false": (False, EMPTY, "checkbox", [False, True], 0, "off"),
    "single int": (2, EMPTY, "slider", list(range(-2, 7)), 4, "2"),
    "IntSlider": (lambda: IntSlider(4, 0, 8, 2), 1, "slider", [0, 2, 4, 6, 8], 2, "4"),
    "FloatSlider": (
        lambda: FloatSlider(value=0.01, min=0, max=0.02, step=0.01, readout_format=".1e"),
        EMPTY,
        "slider",
        [0.0, 0.01, 0.02],
        1,
        "1.0e-02",
    ),
    "SelectionSlider": (
        lambda: SelectionSlider(options=[("low", 1), ("high", 8)], value=8),
        EMPTY,
        "slider",
        [1, 8],
        1,
        "high",
    ),
    "Dropdown": (lambda: Dropdown(options=POINTS, value=2.5), 1, "select", [1.0, 2.5], 1, "two"),
    "RadioButtons": (lambda: RadioButtons(options="ab"), EMPTY, "select", ["a", "b"], 0, "a"),
    "Checkbox": (
        lambda: Checkbox(True, description="Flip"),
        EMPTY,
        "checkbox",
        [False, True],
        1,
        "on",
    ),
}
KINDS = {
    IntSlider: "slider",
    FloatSlider: "slider",
    SelectionSlider: "slider",
    Dropdown: "select",
    RadioButtons: "select",
    Checkbox: "checkbox",
}


@pytest.mark.parametrize("row", GRIDS.values(), ids=GRIDS.keys())
def test_grid_is_that_of_interact(row, capsys):
    abbreviation, default, kind, values, start, text = row
    make = abbreviation if callable(abbreviation) else lambda: abbreviation
    (control,), constants = read_controls(function(default), {"x": make()})
    assert (control.kind, list(control.values), control.start) == (kind, values, start)
    assert [type(value) for value in control.values] == [type(value) for value in values]
    assert math.copysign(1, control.values[0] if kind == "slider" else 1) == math.copysign(
        1, values[0] if kind == "slider" else 1
    )
    assert (control.text(start), constants) == (text, {})

    live = interactive(function(default), x=make()).kwargs_widgets[0]
    assert (KINDS[type(live)], live.description) == (control.kind, control.label)
    assert live.value == control.values[control.start]
    called = re.sub(r"\x1b\[2K|\s", "", capsys.readouterr().out)
    assert called == re.sub(r"\s", "", repr(live.value))  # only `interactive` has called it
    if isinstance(live, (IntSlider, FloatSlider)):
        assert live.min == control.values[0]
        assert live.max - live.step < control.values[-1] <= live.max
    for value in control.values:
        live.value = value
        assert live.value == value


def test_zero_has_no_sign():
    (control,), _ = read_controls(function(), {"x": (-0.9, 0.9, 0.3)})
    assert [math.copysign(1, value) for value in control.values if value == 0] == [1]


def test_order_and_labels_are_those_of_the_signature():
    controls, _ = read_controls(
        lambda stride, *, kernel, flip: (stride, kernel, flip),
        {"flip": False, "kernel": IntSlider(1, 1, 3, description="Kernel"), "stride": (1, 2)},
    )
    assert [control.name for control in controls] == ["stride", "kernel", "flip"]
    assert [control.label for control in controls] == ["stride", "Kernel", "flip"]


def test_annotations_and_keyword_arguments_follow_interact():
    def draw(flip: bool, **others):
        """Text."""

    controls, _ = read_controls(draw, {"size": (1, 3)})
    assert [(control.name, control.kind) for control in controls] == [
        ("flip", "checkbox"),
        ("size", "slider"),
    ]


def test_static_mode_opens_no_comm(static, monkeypatch):
    ready_made = IntSlider(1, 1, 2)  # connected when it was made, by the author's own line
    before = set(widget_module._instances)

    def refuse(**_):
        raise AssertionError("a comm was opened")

    monkeypatch.setattr(widget_module.comm, "create_comm", refuse)
    explore(lambda n, m, way: print(n, m, way), alt="Text", n=ready_made, m=(0, 1), way=["a"])
    own = {ready_made.style.model_id, ready_made.layout.model_id} if ready_made.comm else set()
    assert set(widget_module._instances) < before - own
    assert ready_made.comm is None
    assert Widget.open.__qualname__ == "Widget.open"
    assert len(static) == 1


# ---- arguments that are refused -----------------------------------------------------------------


def annotated(size: float):
    """Text."""
    print(size)


REFUSED = {
    "text": (function(), {"x": "hello"}, "x: a Text has no list of values"),
    "number field": (annotated, {}, "size: a FloatText has no list of values"),
    "range of a range": (function(), {"x": IntRangeSlider()}, "x: a IntRangeSlider has no list"),
    "no step": (
        function(),
        {"x": FloatSlider(value=0, step=None)},
        "x: step=None: give the slider",
    ),
    "nothing selected": (
        function(),
        {"x": Dropdown(options=[1], value=None)},
        "x: the Dropdown has",
    ),
    "foreign format": (
        function(),
        {"x": IntSlider(1, 1, 2, readout_format="s")},
        "x: readout_format='s'",
    ),
    "too many": (
        lambda n, way, m: print(n, m, way),
        {"n": (1, 9), "m": (0, 1e6), "way": ["a", "b"]},
        "180000018 frames, and the book draws at most 80: n has 9, way has 2, m has 10000001;",
    ),
    "81": (function(), {"x": (0, 80)}, "81 frames, and the book draws at most 80: x has 81"),
    "only fixed": (function(), {"x": fixed(3)}, "nothing to move"),
    "unknown argument": (function(), {"x": (1, 2), "y": (1, 2)}, "no argument 'y', only x"),
    "missing argument": (lambda a, b: print(a, b), {"a": (1, 2)}, "argument: 'b'"),
    "shows nothing": (lambda _: None, {"_": (1, 2)}, "the function shows nothing"),
    "script": (
        lambda n: display(HTML(f"<SCRIPT>{n}</SCRIPT>")),
        {"n": (1, 2)},
        "HTML with a script",
    ),
}


@pytest.mark.usefixtures("static", "shell")
@pytest.mark.parametrize("row", REFUSED.values(), ids=REFUSED.keys())
def test_refused(row):
    draw, ranges, sentence = row
    with pytest.raises(ValueError, match=sentence):
        explore(draw, alt="Text", **ranges)


def test_80_frames_are_drawn(static):
    explore(function(), alt="Text", x=(1, 80))
    assert len(frames(page_of(static))) == 80


@pytest.mark.parametrize("mode", ["live", "static"])
@pytest.mark.parametrize("alt", [None, "", " ", 3])
def test_text_alternative_is_required(mode, alt, monkeypatch):
    if mode == "static":
        monkeypatch.setenv("CNNLIB_STATIC", "1")
    with pytest.raises(ValueError, match=f"alt={(alt or '')!r}|alt={alt!r}"):
        explore(lambda x: print(x), alt=alt, x=(1, 2))


# ---- the page -----------------------------------------------------------------------------------


def test_text_alternative_says_the_present_values(static):
    def draw(stride, shift):
        """Where the  window stands.

        More.
        """
        plt.plot([0, stride], [shift, 1])

    explore(draw, stride=(1, 3), shift=(-1.0, 0.0, 0.5))
    (bundle,) = static
    assert bundle["text/plain"] == "Where the window stands"
    page = bundle["text/html"]
    assert 'alt="Where the window stands; stride 2, shift −0.50"' in page
    assert '<p class="cnnlib-fallback">Drawn for stride 2, shift −0.50;' in page
    assert state(page)["alt"] == "Where the window stands"


def test_page_is_one_line_with_escaped_text(static):
    explore(lambda x: print("\n\n", x, "</script> & <b>\n\n"), alt='"Text" <b>', x=["<i>\n", "&"])
    page = page_of(static)
    assert "\n" not in page
    assert page.count("</script>") == 2
    assert "<b>" not in page
    assert "<i>" not in page


def test_printed_text_is_kept(static):
    explore(lambda x: print(f"\n{x}\n  <next>"), alt="Text", x=(1, 2))
    first, second = frames(page_of(static))
    # A parser drops the first newline of a <pre>.
    assert '<pre class="cnn-explore-text">&#10;&#10;1&#10;  &lt;next&gt;</pre>' in first
    assert "&#10;&#10;2&#10;" in second


def test_state_and_grid_order(static):
    explore(lambda a, b: print(a, b), alt="Text", b=[5, 6], a=(1, 3))
    page = page_of(static)
    controls = state(page)["controls"]
    assert [(c["label"], c["kind"], c["texts"], c["value"]) for c in controls] == [
        ("a", "slider", ["1", "2", "3"], 1),
        ("b", "select", ["5", "6"], 0),
    ]
    shown = [re.search(r"&#10;(.*?)</pre>", frames(page)[k])[1] for k in state(page)["index"]]
    assert shown == ["1 5", "1 6", "2 5", "2 6", "3 5", "3 6"]
    assert state(page)["index"][2] == 0  # the first frame is the default


def test_equal_frames_are_stored_once(static):
    explore(lambda n: plt.plot([0, n % 2]) and None, alt="A line", n=(1, 9))
    page = page_of(static)
    assert len(frames(page)) == 2
    assert state(page)["index"] == [0, 1, 0, 1, 0, 1, 0, 1, 0]


def test_one_frame_needs_no_script(static):
    explore(lambda n: print("same" * (n > 0)), alt="Text", n=(1, 9))
    assert state(page_of(static))["frames"] is None
    assert "cnnlib-frames" not in page_of(static)


def test_other_arguments_keep_their_defaults(static, capsys):
    def draw(n, color="red", *, size=3, flip=False):
        """Text."""
        print(n, color, size, flip)

    explore(draw, n=(1, 2))
    assert [c["label"] for c in state(page_of(static))["controls"]] == ["n"]
    assert "1 red 3 False" in frames(page_of(static))[0]
    assert capsys.readouterr().out == ""


# ---- pictures -----------------------------------------------------------------------------------


def test_all_frames_have_one_box_and_nothing_moves(static):
    def draw(n):
        """A line under a growing title."""
        fig, ax = plt.subplots(figsize=(3, 2))
        ax.plot([0, 1])
        ax.set_title("\n".join("title" for _ in range(n)))
        ax.text(0.5 - n, 0.5, "left of the figure")
        return fig

    explore(draw, n=(1, 3))
    page = page_of(static)
    first, *others = pictures(page)
    assert {picture.size for picture in others} == {first.size}
    sizes = re.findall(r'width="(\d+)" height="(\d+)"', "".join(frames(page)))
    assert sizes == [(str(first.width * 2 // 3), str(first.height * 2 // 3))] * 3
    # The axes stand at the same pixels: those of the title and the text aside, all are equal.
    axes = (slice(-260, -60), slice(-380, -20))
    for other in others:
        assert (np.asarray(other)[axes] == np.asarray(first)[axes]).mean() > 0.99
    corner = np.asarray(first)[0, 0]
    assert corner.tolist() == [255, 255, 255]


WAYS = ("open", "pyplot", "returned", "displayed", "returned and displayed", "unmanaged")


@pytest.mark.usefixtures("shell")
@pytest.mark.parametrize("way", WAYS)
def test_a_figure_is_kept_once_however_it_is_shown(way, static):
    def draw(n):
        """A line."""
        fig = Figure(figsize=(2, 1)) if way == "unmanaged" else plt.figure(figsize=(2, 1))
        fig.add_subplot().plot([0, n])
        if way == "pyplot":
            plt.show()
        if "displayed" in way:
            display(fig)
        return fig if "returned" in way or way == "unmanaged" else None

    explore(draw, n=(1, 2))
    assert len(pictures(page_of(static))) == 2
    assert plt.get_fignums() == []


def test_the_same_figure_drawn_again_gives_each_frame_its_own_picture(static):
    fig = Figure(figsize=(2, 1))
    ax = fig.add_subplot()

    def draw(n):
        """A bar."""
        ax.clear()
        ax.bar([0], [1], color=(n / 10, 0, 0))
        return fig

    explore(draw, n=(1, 3))
    assert len({picture.tobytes() for picture in pictures(page_of(static))}) == 3


@pytest.mark.usefixtures("shell")
def test_parts_stand_in_the_order_of_the_notebook(static):
    def draw(n):
        """Everything."""
        print("one")
        display(Image.new("RGB", (8, 4), (10 * n, 0, 0)))
        display(HTML(f"<b>{n}</b>\n\n<pre>a\n\nb</pre>"))
        plt.figure(figsize=(2, 1)).add_subplot()
        print("two")
        return n

    explore(draw, n=(1, 2))
    frame = frames(page_of(static))[0]
    kinds = re.findall(r'class="cnn-explore-(text|picture|html)\b', frame)
    assert kinds == ["text", "picture", "html", "text", "picture", "text"]
    assert 'width="8" height="4"' in frame
    assert "<b>1</b> <pre>a&#10;&#10;b</pre>" in frame
    assert re.findall('alt="(.*?)"', frame) == ["Everything; n 1", ""]


def test_a_line_plot_has_256_colors_and_a_photograph_all():
    rng = np.random.default_rng(0)
    photograph = Image.fromarray(rng.integers(0, 256, (64, 64, 3), dtype=np.uint8))
    inks = np.array([[0, 114, 178], [230, 159, 0], [0, 158, 115]])
    cover = np.linspace(0, 1, 256)[None, :, None]  # how much of a pixel a line covers
    plot = Image.fromarray((255 + cover * (inks[:, None] - 255)).astype(np.uint8))

    def decoded(image):
        return np.asarray(Image.open(io.BytesIO(encode(image))).convert("RGB")).astype(int)

    assert len(photograph.getcolors(5000)) > 256
    np.testing.assert_array_equal(decoded(photograph), photograph)
    assert len(plot.getcolors(5000)) > 256
    few = decoded(plot)
    assert len(np.unique(few.reshape(-1, 3), axis=0)) <= 256
    assert np.abs(few - np.asarray(plot)).max() <= VISIBLE


def test_only_lines_on_white_are_turned_for_a_dark_page(static):
    def draw(kind):
        """A plot."""
        fig, ax = plt.subplots(figsize=(2, 1))
        if kind == "picture":
            ax.imshow([[0, 1]])
        elif kind == "colors":
            ax.pcolormesh([[0, 1]])
        else:
            ax.plot([0, 1])
        if kind == "on gray":
            fig.set_facecolor("0.9")

    kinds = ["lines", "picture", "colors", "on gray"]
    explore(draw, kind=kinds)
    assert [f.count("cnn-explore-lines") for f in frames(page_of(static))] == [1, 0, 0, 0]


# ---- drawings -----------------------------------------------------------------------------------


def drawn(page):
    """For each drawing of each frame its view box and what it says."""
    pattern = r'<div class="cnn-drawing"[^>]* aria-label="([^"]*)".*?viewBox="([^"]*)"'
    return [[(v, said) for said, v in re.findall(pattern, frame)] for frame in frames(page)]


@pytest.mark.usefixtures("shell")
@pytest.mark.parametrize("way", ["returned", "displayed"])
def test_a_drawing_stays_text_however_it_is_shown(way, static):
    def draw(m, mode):
        """Every layer"""
        drawing = show_stack(m, 3 if mode == "full" and m > 1 else 2)
        if way == "returned":
            return drawing
        return display(drawing)

    explore(draw, m=(1, 5), mode=["valid", "full"])
    page = page_of(static)
    assert "\n" not in page
    assert "<img" not in page
    assert len(frames(page)) == 9  # with one layer both modes are the same
    assert page.count(STYLE) == 1
    assert STYLE in frames(page)[0]
    labels = [said for ((_, said),) in drawn(page)]
    assert labels == ["Every layer; m 3, mode valid", *[""] * 8]  # the player names the one shown
    assert "11 = 5(3 − 1) + 1" in frames(page)[-1]


def test_all_drawings_have_one_box_and_nothing_moves(static):
    explore(lambda m: show_stack(m, 3), alt="Stack", m=(1, 5))
    assert len({view for ((view, _),) in drawn(page_of(static))}) == 1
    alone = [re.search(r'viewBox="(.*?)"', show_stack(m, 3).html())[1] for m in (1, 5)]
    assert len(set(alone)) == 2  # else there is nothing to test


def test_a_drawing_without_a_shell_is_kept_too(static):
    explore(lambda n: show_matrix([[n]]), alt="A number", n=(1, 3))
    assert [len(frame) for frame in drawn(page_of(static))] == [1, 1, 1]


@pytest.mark.usefixtures("shell")
def test_frames_may_have_different_numbers_of_drawings_and_plots(static):
    def draw(n):
        """Some."""
        for k in range(n):
            display(show_matrix([[k]]))
            if k:
                plt.figure(figsize=(k, 1))
                plt.show()

    explore(draw, n=(1, 3))
    found = [
        re.findall(r'class="cnn-(drawing|explore-p)', frame) for frame in frames(page_of(static))
    ]
    more = ["drawing", "explore-p"]
    assert sorted(found, key=len) == [["drawing"], ["drawing", *more], ["drawing", *more, *more]]


def test_only_the_first_picture_of_a_frame_says_the_values(static):
    def draw(n):
        """Two."""
        plt.figure(figsize=(2, 1))
        plt.show()
        return show_matrix([[n]])

    explore(draw, n=(1, 2))
    first, second = frames(page_of(static))
    assert re.findall(r' (?:alt|aria-label)="(.*?)"', first) == ["Two; n 1", "1×1: 1"]
    assert re.findall(r' (?:alt|aria-label)="(.*?)"', second) == ["", "1×1: 2"]


def test_drawings_weigh_a_fraction_of_plots(static):
    values = np.arange(12) % 5

    def plotted(n):
        """Bars."""
        fig, ax = plt.subplots(figsize=(4.8, 2))
        ax.bar(np.arange(12), values + n)
        return fig

    def stems(n):
        """Bars."""
        return show_signals({"x": values + n}, limits=(0, 20))

    explore(plotted, n=(0, 15))
    explore(stems, n=(0, 15))
    plots, drawings = (
        len(gzip.compress("".join(frames(bundle["text/html"])[1:]).encode())) for bundle in static
    )
    assert drawings < plots / 5


@pytest.mark.usefixtures("static")
def test_live_a_drawing_is_what_interact_shows(monkeypatch):
    monkeypatch.delenv("CNNLIB_STATIC")

    def draw(n):
        """A number."""
        return show_matrix([[n]])

    assert explore(draw, n=(1, 3)) is draw
    assert draw.widget.result.alt == "1×1: 2"


# ---- what must not happen -----------------------------------------------------------------------


def test_a_failing_position_is_named_and_its_figures_closed(static):
    def draw(n, flip=False):
        """A figure."""
        plt.figure()
        plt.plot([flip / (n - 2)])

    with pytest.raises(ZeroDivisionError) as caught:
        explore(draw, n=(1, 3), flip=True)
    assert caught.value.__notes__ == ["explore was drawing n 2, flip off"]
    assert plt.get_fignums() == []
    assert static == []


def test_global_state_is_left_alone(static, shell):
    settings = dict(plt.rcParams)
    mine = plt.figure()
    show, publisher = plt.show, shell.display_pub

    def draw(n):
        """A figure."""
        plt.rcParams["lines.linewidth"] = n
        plt.figure()
        plt.plot([0, n])
        plt.show()

    try:
        explore(draw, n=(1, 2))
        assert plt.get_fignums() == [mine.number]
        assert plt.gcf() is mine
        assert mine.axes == []
    finally:
        plt.close(mine)
    assert dict(plt.rcParams) == settings
    assert plt.show is show
    assert shell.display_pub is publisher
    assert len(static) == 1


@pytest.mark.usefixtures("shell")
def test_glue_is_refused_in_the_book(static):
    with pytest.raises(ValueError, match=r"glue\('answer', …\) inside a function given to explore"):
        explore(lambda n: glue("answer", n), alt="Text", n=(1, 2))
    assert static == []


@pytest.mark.usefixtures("shell")
def test_glue_is_refused_live(capsys):
    explore(lambda n: glue("answer", n), alt="Text", n=(1, 2))
    assert "glue('answer', …) inside a function given to explore is lost" in capsys.readouterr().out


# ---- live ---------------------------------------------------------------------------------------


def test_live_it_is_interact(capsys):
    def draw(n, color="red"):
        """Text."""
        print(n, color)

    assert explore(draw, n=(1, 5)) is draw
    assert type(draw.widget) is ipywidgets.interactive
    slider = draw.widget.children[0]
    assert (type(slider), slider.value) == (IntSlider, 3)
    assert len(draw.widget.children) == 2  # the slider and the output: `color` is fixed
    slider.value = 5
    out = capsys.readouterr().out
    assert "3 red" in out
    assert "5 red" in out


def test_live_a_returned_figure_is_shown_once():
    def draw(n):
        """A figure."""
        return plt.figure(figsize=(n, 1))

    explore(draw, n=(1, 2))
    assert plt.get_fignums() == []  # else the notebook would flush it beside the result


def test_live_unknown_arguments_are_refused():
    with pytest.raises(ValueError, match="no argument 'm', only n"):
        explore(lambda n: print(n), alt="Text", n=(1, 2), m=(1, 2))


# ---- in a kernel --------------------------------------------------------------------------------

CELLS = (
    """
import matplotlib.pyplot as plt
from cnnlib.interactive import explore
def draw(n, way):
    "A line."
    fig = plt.figure(figsize=(2, 1))
    plt.plot([0, n])
    if way == "show":
        plt.show()
    return fig if way == "return" else None
explore(draw, n=(1, 2), way=["open", "show", "return"]);
""",
    """
plt.plot([0, 1])
explore(draw, n=(1, 2), way=["open"]);
""",
)


def test_a_cell_of_the_book_has_one_output_and_no_comm(monkeypatch):
    monkeypatch.setenv("CNNLIB_STATIC", "1")
    monkeypatch.delenv("MPLBACKEND", raising=False)  # a kernel's own
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(cell) for cell in CELLS])
    NotebookClient(notebook, kernel_name="python3").execute()
    (figure,) = notebook.cells[0].outputs
    assert set(figure["data"]) == {"text/plain", "text/html"}
    page = figure["data"]["text/html"]
    assert len(state(page)["index"]) == 6
    assert len(pictures(page)) == 2  # the way of showing makes no difference
    before, figure = notebook.cells[1].outputs
    assert "image/png" in before["data"]
    assert "text/html" in figure["data"]
    assert "widgets" not in notebook.metadata
