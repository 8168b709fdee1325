"""The shared pictures: what they show and say, what they refuse, and that they follow the page."""

import re
import subprocess
import sys
from base64 import b64decode
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest
from IPython.core.formatters import DisplayFormatter
from PIL import Image

from cnnlib import figures
from cnnlib.figures import _style

HOSTILE = "<b> & \"'</div>"
EVERY = [
    pytest.param(lambda: figures.show_images([np.eye(3)] * 4, ["a", "b", "c", "d"]), id="images"),
    pytest.param(lambda: figures.show_images([-np.eye(9)] * 5, numbers=True), id="numbers"),
    pytest.param(lambda: figures.show_matrix([[1, -2], [0.5, 0]], "M", "out", "in"), id="matrix"),
    pytest.param(lambda: figures.show_matrix(np.eye(30)), id="large matrix"),
    pytest.param(lambda: search(np.eye(5, 20), np.eye(4) - 0.5), id="search"),
    pytest.param(lambda: figures.show_signals({"x": [1, -2], "k": [1]}), id="signals"),
    pytest.param(lambda: figures.show_signals({"x": np.arange(300)}), id="long signal"),
    pytest.param(lambda: figures.show_curves([1, 2], {"a": [3, 1], "b": [0, 2]}), id="curves"),
    pytest.param(lambda: figures.show_parameter_counts(3, 64, 256), id="parameter counts"),
    pytest.param(lambda: figures.show_kernels(np.eye(3)[None] - [[[0.5]]] * 20), id="kernels"),
    pytest.param(lambda: figures.show_kernels([[[1.0]]] * 3, names=[0, 1, 2]), id="named kernels"),
    pytest.param(lambda: figures.show_patches({"a": [np.eye(8)] * 9, "b": [[[1]]]}), id="patches"),
    pytest.param(lambda: holes(np.eye(28), np.full((22, 22), 0.5)), id="holes"),
    pytest.param(lambda: points_of(30), id="points"),
    pytest.param(lambda: figures.show_stack(3, 3), id="stack"),
    pytest.param(lambda: figures.show_stack(39, 2), id="tall stack"),
]


def search(sheet, kernel, result=None, **options):
    """A drawing of a search that finds the sheet itself, in two parts."""
    half = np.shape(sheet)[1] // 2
    parts = [(0, half), (half, 2 * half)]
    result = sheet if result is None else result
    given = {"names": ["sheet", "kernel", "found"], "parts": parts} | options
    return figures.show_search(sheet, kernel, result, **given)


def holes(image, probability, **options):
    """A drawing of holes of 7 pixels in a picture that was read with probability 0.9."""
    return figures.show_occlusion(image, probability, **{"hole": 7, "full": 0.9} | options)


def points_of(count, **options):
    """Digits in two panels, on a spiral."""
    turns = np.arange(count) / 3
    places = np.stack([turns * np.cos(turns), turns * np.sin(turns)], axis=1)
    return figures.show_points(
        {"one": places, "two": -places}, np.arange(count) % 10, **{"marked": [3]} | options
    )


def parsed(drawing):
    """The drawing as a tree; that it can be parsed as XML shows that all text is escaped."""
    return ElementTree.fromstring(drawing.html())


def texts(drawing):
    return [node.text for node in parsed(drawing).iter("text")]


def found(drawing, **attributes):
    """The elements with these attributes, by their name in Python: data_sign="+"."""
    wanted = {name.replace("_", "-"): value for name, value in attributes.items()}
    return [node for node in parsed(drawing).iter() if wanted.items() <= node.attrib.items()]


def part(node):
    return float(node.get("style").removeprefix("--part:"))


def images(drawing):
    """The pictures inside a drawing."""
    nodes = parsed(drawing).iter("image")
    return [Image.open(BytesIO(b64decode(node.get("href").split(",")[1]))) for node in nodes]


def views(drawing):
    return [tuple(map(float, svg.get("viewBox").split())) for svg in parsed(drawing).iter("svg")]


def luminance(rgb):
    """Relative luminance by WCAG 2, of a color from 0 to 1."""
    rgb = np.array(rgb)
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    return linear @ [0.2126, 0.7152, 0.0722]


def contrast(a, b):
    dark, light = sorted([luminance(a), luminance(b)])
    return (light + 0.05) / (dark + 0.05)


def rgb(color):
    return np.array([int(color[k : k + 2], 16) for k in (1, 3, 5)]) / 255


# ---- the drawing ---------------------------------------------------------------------------------


@pytest.mark.parametrize("show", EVERY)
def test_a_drawing_shows_itself_once_as_html_on_one_line(show):
    shown, _ = DisplayFormatter().format(show())
    assert sorted(shown) == ["text/html", "text/plain"]
    assert shown["text/plain"] == show().alt
    assert "\n" not in shown["text/html"]
    assert shown["text/html"].count("<style>") == 1


@pytest.mark.parametrize("show", EVERY)
def test_a_drawing_is_one_picture_that_says_what_it_shows(show):
    tree = parsed(show())
    assert tree.get("role") == "img"
    assert re.search(r"\w", tree.get("aria-label"))


@pytest.mark.parametrize("show", EVERY)
def test_a_drawing_takes_ids_and_colors_from_nowhere(show):
    """Ids would be there twice on a page with two drawings; colors would not follow the theme."""
    for node in parsed(show()).iter():
        assert not {"id", "fill", "stroke", "color"} & set(node.attrib), node.attrib
        assert "url(" not in str(node.attrib)


@pytest.mark.parametrize("show", EVERY)
def test_text_is_12_pixels_high_on_a_phone(show):
    drawing = show()
    least = float(re.search(r"--least:([\d.]+)px", drawing.html())[1])
    for panel, (_, _, width, _) in zip(drawing.panels, views(drawing), strict=True):
        narrow = max(min(width, 337), 1) if drawing.columns == 1 else min(width, max(least, 1))
        if "<text" in panel.shapes:
            assert 16 * min(1, narrow / width) >= 11.99


@pytest.mark.parametrize("show", EVERY)
def test_everything_drawn_lies_in_its_box(show):
    """The words by a generous guess of their widths."""
    drawing = show()
    for svg, (left, top, width, height) in zip(
        parsed(drawing).iter("svg"), views(drawing), strict=True
    ):
        for node in svg.iter():
            if node.tag == "rect":
                x, y, w, h = (float(node.get(k)) for k in ("x", "y", "width", "height"))
                corners = [(x, y), (x + w, y + h)]
            elif node.tag == "path":
                numbers = [float(n) for n in re.findall(r"-?[\d.]+", node.get("d"))]
                corners = list(zip(numbers[::2], numbers[1::2], strict=True))
            elif node.tag == "text" and node.get("style"):
                x, y = float(node.get("x")), float(node.get("y"))
                corners = [(x, y), (x + 8.2 * len(node.text), y - 12)]
            else:
                continue
            for x, y in corners:
                assert left - 0.2 <= x <= left + width + 0.2, (node.tag, node.attrib, node.text)
                assert top - 0.2 <= y <= top + height + 0.2, (node.tag, node.attrib, node.text)


def test_words_are_escaped_everywhere():
    for drawing in (
        figures.show_matrix([[1]], HOSTILE, HOSTILE, HOSTILE),
        figures.show_signals({HOSTILE: [1]}),
        figures.show_images([np.eye(2)], [HOSTILE]),
        figures.show_patches({HOSTILE: [np.eye(3)]}),
        figures.show_points({HOSTILE: [[0, 0]]}, [1]),
        figures.show_stack(1, 1, alt=HOSTILE),
    ):
        said = [node.text for node in parsed(drawing).iter()] + [parsed(drawing).get("aria-label")]
        assert any(HOSTILE in words for words in said if words)


def test_a_frame_of_an_animation_can_stand_in_the_place_of_another():
    one, two = figures.show_stack(1, 3), figures.show_stack(3, 3)
    assert views(one) != views(two)
    (box,) = views(one)
    same_one, same_two = figures.with_common_boxes([one, two])
    assert views(same_one) == views(same_two)
    (common,) = views(same_one)
    assert common[0] <= box[0]
    assert common[0] + common[2] >= box[0] + box[2]
    assert same_one.alt == one.alt
    three = figures.show_images([np.eye(2)] * 3)
    assert len(figures.with_common_boxes([three, one])[1].panels) == 1


def test_matplotlib_is_not_even_imported():
    code = "import sys, cnnlib.figures; print('matplotlib' in sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert loaded.stdout == "False\n"


# ---- colors --------------------------------------------------------------------------------------


def test_the_palette_of_plots_is_the_books():
    assert figures.COLORS == {
        "input": "#0072B2",
        "kernel": "#E69F00",
        "output": "#009E73",
        "gradient": "#CC79A7",
        "focus": "#D55E00",
        "padding": "#767676",
    }


@pytest.mark.parametrize(
    ("selector", "colors"),
    [(".cnnlib {", _style.LIGHT), ('body[data-jp-theme-light="false"] .cnnlib {', _style.DARK)],
    ids=["light", "dark"],
)
def test_the_colors_are_those_of_the_figures_that_move(selector, colors):
    sheet = Path(figures.__file__).parents[1] / "interactive" / "explorable.css"
    text = sheet.read_text("utf-8")
    block = text[text.index(selector) :].partition("}")[0]
    theirs = dict(re.findall(r"--cnn-([\w-]+): ([#\w%]+);", block))
    assert colors.items() <= theirs.items()


@pytest.mark.parametrize(
    ("colors", "ink", "page"),
    [(_style.LIGHT, "#222832", "#ffffff"), (_style.DARK, "#ced6dd", "#14181e")],
    ids=["light", "dark"],
)
def test_numbers_can_be_read_on_every_fill_and_roles_on_the_page(colors, ink, page):
    most = float(colors["most"].removesuffix("%")) / 100
    for hue in (colors["plus"], colors["minus"]):
        fill = most * rgb(hue) + (1 - most) * rgb(page)
        assert contrast(rgb(ink), fill) >= 4.5
    for role in ("input", "kernel", "output", "gradient", "focus"):
        assert contrast(rgb(colors[role]), rgb(page)) >= 4.5


# ---- images --------------------------------------------------------------------------------------


def test_gray_and_signed_images_each_share_a_scale():
    half, one, slope = np.full((2, 2), 0.5), np.ones((2, 2)), np.array([[-3.0, 1], [0, 2]])
    gray, white, signed, pale = images(figures.show_images([half, one, slope, slope / 3]))
    assert np.asarray(gray.convert("L")).tolist() == [[128, 128], [128, 128]]
    assert np.asarray(white.convert("L")).min() == 255
    alpha = np.asarray(signed)[..., 3]
    np.testing.assert_allclose(alpha, [[255, 85], [0, 170]], atol=4)
    np.testing.assert_allclose(np.asarray(pale)[..., 3], alpha / 3, atol=4)
    violet, olive = np.asarray(signed)[0, 0].astype(int), np.asarray(signed)[1, 1].astype(int)
    assert violet[2] > violet[0] > violet[1]
    assert olive[1] > olive[0] > olive[2]


def test_an_image_in_ink_is_written_on_the_page():
    """0 is the page itself and the largest the text's gray; what has signs or colors stays."""
    digit = np.array([[0, 0.5], [0.25, 1]])
    drawing = figures.show_images([digit, digit - 1, np.ones((3, 2, 2))], ink=True)
    ink, signed, colors = images(drawing)
    assert np.asarray(ink).tolist() == [
        [[0, 0, 0, 0], [0, 0, 0, 128]],
        [[0, 0, 0, 64], [0, 0, 0, 255]],
    ]
    assert np.asarray(signed)[0, 0, 3] == 255
    assert np.asarray(colors).min() == 255
    assert [node.get("data-look") for node in parsed(drawing).iter("image")] == ["ink", None, None]


def test_ink_is_not_lost_in_a_large_image():
    sheet = np.zeros((90, 90))
    sheet[40] = 1
    (shown,) = images(figures.show_images([sheet], ink=True))
    assert np.array_equal(np.asarray(shown)[..., 3], 255 * sheet)


@pytest.mark.parametrize(
    ("invert", "text", "page"), [(0, "#222832", "#ffffff"), (1, "#ced6dd", "#14181e")]
)
def test_ink_is_near_the_text_in_both_themes(invert, text, page):
    levels = re.findall(r"--ink:(\d+)%;", _style.STYLE)
    assert len(levels) == 2
    gray = np.full(3, int(levels[invert]) / 100)  # black, inverted by so much
    assert contrast(gray, rgb(text)) < 1.05
    assert contrast(gray, rgb(page)) > 10


def test_one_extreme_value_does_not_wash_out_an_image():
    image = np.sin(np.arange(400.0)).reshape(20, 20)
    image[3, 4] = 1000
    (shown,) = images(figures.show_images([image]))
    assert np.median(np.asarray(shown)[..., 3]) > 100


def test_a_photograph_is_light_and_shows_no_fault():
    y, x = np.mgrid[:100, :150] / 20
    photo = 0.5 + 0.3 * np.sin(x * y) + 0.2 * (np.hypot(x - 4, y - 2) < 1)
    drawing = figures.show_images([photo])
    (shown,) = images(drawing)
    error = np.asarray(shown.convert("L")) / 255 - photo / photo.max()
    assert np.sqrt(np.mean(error**2)) < 0.02
    assert len(drawing.html()) < 100 * 150 / 2
    (node,) = parsed(drawing).iter("image")
    assert node.get("data-is") == "pixels"  # 150 pixels are magnified to 480


def test_a_large_picture_is_made_small_smoothly():
    (node,) = parsed(figures.show_images([np.ones((400, 600))])).iter("image")
    assert node.get("data-is") is None


def test_small_images_are_exact():
    image = np.random.default_rng(0).integers(0, 256, (3, 20, 30)) / 255
    (shown,) = images(figures.show_images([image]))
    assert np.array_equal(np.moveaxis(np.asarray(shown), 2, 0), np.rint(image * 255))


def test_images_can_carry_their_numbers():
    drawing = figures.show_images([[[1, -0.5]], [[3, 0]]], ["a", ""], numbers=True)
    assert texts(drawing) == ["1", "−0.5", "3", "0"]
    assert drawing.alt == "a, 1×2: 1, −0.5; 1×2: 3, 0"
    colors = figures.show_images([np.ones((3, 2, 2))], numbers=True)  # these carry none
    assert (texts(colors), len(images(colors))) == ([], 1)


@pytest.mark.parametrize(
    ("shape", "size", "mode"),
    [
        ((4, 5), (5, 4), "L"),
        ((1, 4, 5), (5, 4), "L"),
        ((3, 4, 5), (5, 4), "RGB"),
        ((1, 1), (1, 1), "L"),
    ],
)
def test_image_shapes(shape, size, mode):
    image = np.linspace(0, 1, np.prod(shape)).reshape(shape)
    (shown,) = images(figures.show_images([image]))
    assert shown.size == size
    pixels = np.asarray(shown.convert(mode)).reshape(*size[::-1], -1)
    expected = 255 * image.reshape(-1, *size[::-1])
    np.testing.assert_allclose(np.moveaxis(pixels, 2, 0), expected, atol=1)


def test_images_stand_in_columns_with_their_titles():
    drawing = figures.show_images([np.eye(2)] * 5, range(5), columns=2)
    assert [node.text for node in parsed(drawing).iter("b")] == list("01234")
    assert "--columns:2;" in parsed(drawing).get("style")
    assert "--columns:1;" in figures.show_images([np.eye(2)]).html()


@pytest.mark.parametrize(
    "image", [np.zeros((3, 3)), np.full((3, 3), np.nan), np.array([[np.inf, -np.inf], [0, 1]])]
)
def test_flat_and_infinite_images_are_drawn(image):
    assert len(images(figures.show_images([image]))) == 1
    assert len(texts(figures.show_matrix(image))) == image.size
    assert parsed(figures.show_signals({"x": image[0]}))


def test_grids_with_decimals_keep_their_size_and_their_form():
    first, later = (
        figures.show_images([values], numbers=True, decimals=1)
        for values in ([[1.234, 0, -0.04]], [[0.5, -1.25, 12 / 7]])
    )
    assert views(first) == views(later)
    assert texts(first) == ["1.2", "0.0", "0.0"]
    assert texts(later) == ["0.5", "−1.2", "1.7"]
    assert first.alt == "1×3: 1.2, 0.0, 0.0"
    assert len(found(first, data_is="quiet")) == 2
    side = views(later)[0][2] / 3
    assert side >= 4 * 9.2 + 14  # the longest number does not touch the lines


def test_what_stands_side_by_side_stands_on_one_line():
    """Above some of it there are two lines of title."""
    assert "align-items:end" in _style.STYLE.partition("}")[0]


# ---- searches ------------------------------------------------------------------------------------


def test_the_kernel_of_a_search_is_as_large_as_on_the_sheet():
    sheet, kernel, result = parsed(search(np.eye(6, 18), np.eye(3, 4))).iter("image")
    units = [
        [float(node.get("width")) / width, float(node.get("height")) / height]
        for node, (height, width) in [(sheet, (3, 4)), (kernel, (6, 18)), (result, (6, 18))]
    ]
    np.testing.assert_allclose(units, units[0][0], rtol=1e-4)


def test_the_largest_value_of_each_part_stands_below_it_and_the_largest_is_marked():
    result = np.array([[-1.0, 0, 0, 3], [0, 0, 7.4, 0]])
    drawing = search(abs(result), [[1.0]], result)
    assert drawing.alt == "sheet, kernel, found; largest values: 0, 7"
    assert texts(drawing)[-2:] == ["0", "7"]
    quiet, best = list(parsed(drawing).iter("text"))[-2:]
    assert (quiet.get("data-is"), best.get("data-is")) == ("quiet", "name")
    *_, frame, cross = (p for p in parsed(drawing).iter("path") if p.get("data-is") != "halo")
    corners, xy = (
        np.array(re.findall(r"[\d.]+", path.get("d")), float).reshape(-1, 2)
        for path in (frame, cross)
    )
    unit = np.ptp(corners[:, 0]) / 4
    expected = corners.min(axis=0) + unit * np.array([2.5, 1.5])
    np.testing.assert_allclose(xy.mean(axis=0), expected, atol=0.2)
    edges = corners[0, 0] + unit * np.array([1, 3])
    np.testing.assert_allclose([float(n.get("x")) for n in (quiet, best)], edges, atol=0.2)


# ---- matrices ------------------------------------------------------------------------------------


def test_a_matrix_carries_short_numbers_with_a_true_minus():
    drawing = figures.show_matrix([[1, -0.5], [1 / 3, -0.0]], "M", "output", "input")
    assert texts(drawing) == ["1", "−0.5", "0.333", "0", "input →", "output →"]
    assert drawing.alt == "M, 2×2: 1, −0.5; 0.333, 0"
    assert [node.text for node in parsed(drawing).iter("b")] == ["M"]


def test_a_cell_is_filled_by_its_number_and_zero_is_the_page():
    drawing = figures.show_matrix([[4, -2], [0, 1]])
    assert [part(node) for node in found(drawing, data_sign="+")] == [1, 0.25]
    assert [part(node) for node in found(drawing, data_sign="−")] == [0.5]
    assert len(list(parsed(drawing).iter("rect"))) == 3  # none for zero
    assert found(drawing, data_is="minus")  # lines for those who see no difference of the hues
    assert not found(figures.show_matrix([[4, 2]]), data_is="minus")


def test_matrices_that_are_compared_share_a_scale():
    drawing = figures.show_matrix([[1, 8]], scale=4)
    assert [part(node) for node in found(drawing, data_sign="+")] == [0.25, 1]


def test_zeros_without_numbers_have_a_dot():
    assert len(found(figures.show_matrix(np.eye(23)), data_is="zero")) == 23 * 22


def test_a_matrix_too_large_for_cells_is_a_picture():
    drawing = figures.show_matrix(np.ones((80, 90)))
    assert [image.size for image in images(drawing)] == [(90, 80)]
    assert list(parsed(drawing).iter("rect")) == []


@pytest.mark.parametrize(
    ("row", "numbers"),
    [([1] * 22, 22), ([1] * 23, 0), ([0.125] * 7, 7), ([0.125] * 8, 0)],
    ids=["just fit", "too many", "long just fit", "too long"],
)
def test_numbers_are_left_out_where_they_would_overlap(row, numbers):
    assert len(texts(figures.show_matrix([row]))) == numbers
    drawing = figures.show_signals({"x": row})
    assert len(found(drawing, data_is="number")) == numbers


# ---- signals -------------------------------------------------------------------------------------


def test_signals_take_the_color_of_their_role():
    echo = {"sound": [1, 2], "decay": [1, 0.5], "echo": [1, 2.5, 1]}
    drawing = figures.show_signals(echo)
    groups = list(parsed(drawing).iter("g"))
    assert [g.get("data-role") for g in groups] == ["input", "kernel", "output"]
    assert [next(g.iter("text")).text for g in groups] == list(echo)
    assert [t.text for t in groups[2].iter("text")][1:] == ["1", "2.5", "1"]
    assert len(list(groups[2].iter("circle"))) == 3
    assert found(figures.show_signals({"dy": [1]}, roles=["gradient"]), data_role="gradient")
    assert drawing.alt == "sound: 1, 2; decay: 1, 0.5; echo: 1, 2.5, 1"


def heights(group):
    """How far above the line of zero the dots of a signal stand."""
    zero = float(re.search(r"M0 ([\d.]+)", group.find("path").get("d"))[1])
    return [zero - float(dot.get("cy")) for dot in group.iter("circle")]


def test_signals_stand_on_one_scale_and_keep_it_if_asked():
    one, two = parsed(figures.show_signals({"a": [1, -2], "b": [4]})).iter("g")
    np.testing.assert_allclose(heights(one), [12, -24], atol=0.2)
    np.testing.assert_allclose(heights(two), [48], atol=0.2)
    low, high = (figures.show_signals({"a": [1], "b": [n]}, limits=(-4, 4)) for n in (-4, 4))
    assert views(low) == views(high)
    for drawing in (low, high):
        assert [round(abs(h)) for g in parsed(drawing).iter("g") for h in heights(g)] == [9, 36]
    zeros = [re.findall(r'd="M0 ([\d.]+)', drawing.html()) for drawing in (low, high)]
    assert zeros[0] == zeros[1]


def test_long_signals_count_in_round_steps():
    drawing = figures.show_signals({"x": np.zeros(100)})
    counts = [int(words) for words in texts(drawing)[1:]]
    assert counts == list(range(0, 100, counts[1]))
    assert counts[1] in (10, 20)


# ---- stacks --------------------------------------------------------------------------------------


@pytest.mark.parametrize("layers", [1, 2, 4])
@pytest.mark.parametrize("kernel", [1, 2, 3, 5])
def test_a_stack_shows_what_each_layer_sees(layers, kernel):
    drawing = figures.show_stack(layers, kernel)
    sizes = [depth * (kernel - 1) + 1 for depth in range(layers + 1)]
    assert [int(words.split(" = ")[0]) for words in texts(drawing)] == sizes
    formulas = [f"{depth}({kernel} − 1) + 1" for depth in range(2, layers + 1)]
    assert [words.split(" = ")[1] for words in texts(drawing)[2:]] == formulas
    rows = [g.find("path").get("d") for g in parsed(drawing).iter("g")]
    assert [row.count("M") for row in rows] == sizes
    assert drawing.alt.endswith(", ".join(map(str, sizes)))


def test_stacks_that_take_each_others_place_grow_down_from_one_apex():
    drawings = [figures.show_stack(n, m, most=10) for n in (1, 2, 3) for m in (2, 3, 4)]
    assert len({view[:3] for drawing in drawings for view in views(drawing)}) == 1
    apexes = {next(parsed(drawing).iter("g")).find("path").get("d") for drawing in drawings}
    assert len(apexes) == 1
    labels = {node.get("x") for drawing in drawings for node in parsed(drawing).iter("text")}
    assert len(labels) == 1


def test_the_windows_of_a_stack_reach_from_each_cell_to_those_it_reads():
    drawing = figures.show_stack(2, 3)
    rows = [g.find("path").get("d") for g in parsed(drawing).iter("g")]
    lefts = [[float(x) - 1.5 for x in re.findall(r"M(-?[\d.]+)", row)] for row in rows]
    steps = [b - a for a, b in pairwise(lefts[2])]
    side = float(np.mean(steps))
    fans = [
        tuple(map(float, pair))
        for node in parsed(drawing).iter("path")
        if node.get("data-is") in ("window", "line")
        for pair in re.findall(r"M(-?[\d.]+) [\d.]+L(-?[\d.]+) ", node.get("d"))
    ]
    expected = [
        (lefts[row][k] + end * side, lefts[row + 1][k] + end * 3 * side)
        for row in (0, 1)
        for k in range(len(lefts[row]))
        for end in (0, 1)
    ]
    np.testing.assert_allclose(sorted(fans), sorted(expected), atol=0.2)


# ---- what is refused -----------------------------------------------------------------------------


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
        (lambda: figures.show_matrix([[1]], scale=0), "scale must be a number above 0, got 0"),
        (lambda: figures.show_matrix([[1]], scale=np.nan), "scale must be a number above 0, got"),
        (lambda: figures.show_signals({}), "0 signals need as many roles out of input, kernel"),
        (lambda: figures.show_signals({"x": [1], "y": [1]}, ["input"]), "2 signals need as many"),
        (lambda: figures.show_signals({"x": [1]}, ["red"]), "1 signals need as many roles"),
        (lambda: figures.show_signals({"echo": [[1]]}), "echo needs 1 axis, got shape 1×1"),
        (
            lambda: figures.show_signals({"x": [1, -2]}, limits=(-1, 3)),
            "limits must hold 0 and all values, from -2 to 1, got (-1, 3)",
        ),
        (lambda: figures.show_signals({"x": [1]}, limits=(1, 3)), "limits must hold 0 and all"),
        (lambda: figures.show_signals({"x": [0]}, limits=(0, 0)), "limits must hold 0 and all"),
        (lambda: figures.show_stack(0, 3), "layers must be a whole number ≥ 1, got 0"),
        (lambda: figures.show_stack(2, 2.5), "kernel must be a whole number ≥ 1, got 2.5"),
        (
            lambda: figures.show_stack(20, 3),
            "layers=20 and kernel=3 see 41 numbers, and a drawing has room for 40",
        ),
        (
            lambda: figures.show_stack(3, 4, most=9),
            "layers=3 and kernel=4 see 10 numbers, and a drawing has room for 9",
        ),
        (lambda: figures.show_stack(1, 1, most=0), "most must be a whole number ≥ 1, got 0"),
        (
            lambda: search(np.eye(4), np.eye(2), np.eye(3)),
            "result must be as large as the sheet, got 3×3, the sheet 4×4",
        ),
        (lambda: search(np.eye(4), np.eye(2), names=["a"]), "names must be 3, got 1"),
        (lambda: figures.show_kernels(np.eye(3)), "kernels needs 3 axes (K, h, w), got shape 3×3"),
        (
            lambda: figures.show_kernels(np.ones((4, 3, 3)), names=[1]),
            "4 kernels, 1 names do not fit",
        ),
        (
            lambda: figures.show_kernels(np.ones((40, 9, 9)), 30),
            "columns must leave each cell 4 pixels, 30 leave 1",
        ),
        (lambda: figures.show_patches({}), "units are none: at least one is needed"),
        (lambda: figures.show_patches({"u": np.eye(3)}), "u needs 3 axes (n, h, w), got shape 3×3"),
        (lambda: figures.show_patches({"u": [-np.eye(3)]}), "u must have no values below 0: they"),
        (
            lambda: holes(np.eye(28), np.eye(21)),
            "probability has shape 21×21, but holes of 7, 1 apart, in 28×28 have 22×22 places",
        ),
        (lambda: holes(np.eye(28), np.eye(22), names=["a"]), "names must be 2, got 1"),
        (lambda: figures.show_points({}, [1]), "places are none: at least one panel is needed"),
        (lambda: figures.show_points({"a": [[0, 0]]}, [10]), "labels must be the digits 0 to 9"),
        (lambda: figures.show_points({"a": [[0, 0]]}, [0.5]), "labels must be the digits 0 to 9"),
        (
            lambda: figures.show_points({"a": [[0, 0]]}, [1, 2]),
            "a has shape 1×2, 2 labels need 2×2",
        ),
        (lambda: figures.show_points({"a": [[0, np.inf]]}, [1]), "a holds places that are not fin"),
        (lambda: points_of(5, marked=[5]), "marked must be points, 0 to 4, got [5]"),
        (
            lambda: search(np.eye(4), np.eye(2), parts=[(2, 5)]),
            "parts must be columns of the sheet, 0 to 4, got [(2, 5)]",
        ),
    ],
)
def test_errors(call, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        call()


def points(drawing):
    """The curves of a drawing, each as its points; the grid is no curve."""
    paths = [node.get("d") for node in parsed(drawing).iter("path") if node.get("stroke-dasharray")]
    return [[tuple(map(float, pair.split())) for pair in path[1:].split("L")] for path in paths]


def test_curves_share_their_axes_and_are_named_at_their_ends():
    drawing = figures.show_curves([0, 1, 2], {"up": [0, 1, 2], "down": [2, 1, 0]}, across="t")
    up, down = points(drawing)
    assert [x for x, _ in up] == [x for x, _ in down]
    assert up[1] == down[1]  # where they cross
    assert up[0][1] == down[2][1] > up[2][1] == down[0][1]
    assert {"up", "down", "t", "0", "1", "2"} <= set(texts(drawing))
    assert repr(drawing) == "t. up: 0 at 0, 2 at 2; down: 2 at 0, 0 at 2"


def test_few_places_are_named_themselves_and_many_by_round_numbers():
    def named(x, **options):
        return set(texts(figures.show_curves(x, {"n": range(1, len(x) + 1)}, **options)))

    assert {"300", "1000"} <= named([300, 1000])
    assert not {"400", "600", "800"} & named([300, 1000])
    assert {"2202", "112,906", "527,306"} <= named([2202, 112_906, 527_306], log="x")
    assert "1.5" not in named(np.linspace(1, 2, 11)[[0, 1, 5, 10]])  # 1 and 1.1 would touch
    assert "37" not in named(range(37, 61))


def test_repetitions_are_dots_around_their_mean():
    drawing = figures.show_curves([1, 2], {"loss": [[1, 2], [3, 4]]}, limits=(0, 4))
    (mean,) = points(drawing)
    dots = [(float(n.get("cx")), float(n.get("cy"))) for n in parsed(drawing).iter("circle")]
    assert len(dots) == 4
    for x, y in mean:
        heights = [height for place, height in dots if place == x]
        assert np.mean(heights) == pytest.approx(y, abs=0.1)


def test_on_an_axis_of_logarithms_equal_factors_are_equal_steps():
    drawing = figures.show_curves([1, 10, 100], {"n": [1, 1000, 1e6]}, log="xy")
    (curve,) = points(drawing)
    assert curve[1] == pytest.approx(np.mean([curve[0], curve[2]], axis=0), abs=0.1)
    assert {"1", "10⁶"} <= set(texts(drawing))


def test_names_of_curves_that_end_together_stand_apart():
    drawing = figures.show_curves([0, 1], {name: [0, 1] for name in "abc"})
    heights = [float(n.get("y")) for n in parsed(drawing).iter("text") if n.text in {"a", "b", "c"}]
    assert min(abs(one - other) for one, other in pairwise(sorted(heights))) >= 18


@pytest.mark.parametrize(
    ("x", "curves", "options", "said"),
    [
        ([1, 2], {}, {}, "0 curves"),
        ([1, 2], {"a": [1, 2, 3]}, {}, "a has shape 3, x has 2"),
        ([1, 2], {"a": [1, np.nan]}, {}, "not finite"),
        ([0, 2], {"a": [1, 2]}, {"log": "x"}, "above 0, got 0"),
        ([1, 2], {"a": [1, 2]}, {"log": "z"}, "log='z'"),
        ([1, 2], {"a": [1, 2]}, {"limits": (0, 1)}, "limits must hold all values, from 1 to 2"),
    ],
)
def test_curves_that_cannot_be_drawn_are_refused(x, curves, options, said):
    with pytest.raises(ValueError, match=re.escape(said)):
        figures.show_curves(x, curves, **options)


def test_parameters_of_a_dense_a_local_and_a_shared_layer():
    drawing = figures.show_parameter_counts(window=3, channels=2, side=16)
    dense, local, shared = points(drawing)
    assert repr(drawing) == (
        "Parameters of a layer on 16×16×2, window 3×3×2: "
        f"dense {512 * 512 + 512:,}; local {256 * (2 * 18 + 2):,}; shared {2 * 18 + 2}"
    )
    assert {"dense 262,656", "local 9,728", "shared 38"} <= {
        each.strip() for each in texts(drawing)
    }
    assert len({y for _, y in shared}) == 1  # whatever the picture
    steps = [curve[0][1] - curve[-1][1] for curve in (dense, local)]
    assert steps[0] == pytest.approx(2 * steps[1], rel=0.01)  # n⁴ against n²


def test_drawings_of_parameters_share_their_axes():
    one, other = (figures.show_parameter_counts(*given) for given in ((3, 1, 28), (7, 64, 256)))
    assert views(one)[0][3] == views(other)[0][3]
    ticks = [
        [(n.text, n.get("x"), n.get("y")) for n in parsed(each).iter("text") if n.text[0] == "1"]
        for each in (one, other)
    ]
    assert len(ticks[0]) > 4
    assert ticks[0] == ticks[1]
    assert len({path[-1][0] for each in (one, other) for path in points(each)}) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"window": 9}, "window must be at most 8, got 9"),
        ({"window": 0}, "window must be a whole number ≥ 1, got 0"),
        ({"channels": 65}, "channels must be at most 64, got 65"),
        ({"side": 7}, "side must be a whole number ≥ 8, got 7"),
        ({"side": 257}, "side must be at most 256, got 257"),
    ],
)
def test_parameters_that_are_not_drawn_are_refused(given, said):
    with pytest.raises(ValueError, match=f"^{re.escape(said)}$"):
        figures.show_parameter_counts(**given)


# ---- what is inside a network --------------------------------------------------------------------


def test_kernels_share_one_scale_and_minus_is_striped():
    drawing = figures.show_kernels([[[1, -2]], [[0, 0.5]]])
    parts = sorted(part(node) for node in parsed(drawing).iter("rect"))
    assert parts == [0.25, 0.5, 1]
    assert len(found(drawing, data_sign="−")) == 1
    striped = [node for node in found(drawing, data_is="minus") if node.get("d")]
    assert len(striped) == 1
    assert repr(drawing) == "2 kernels of 1×2"


def test_kernels_stand_in_rows_below_their_names():
    drawing = figures.show_kernels(np.ones((5, 3, 3)), 3, names=["a", "b", "c", "d", "e"])
    assert texts(drawing) == ["a", "b", "c", "d", "e"]
    places = [
        tuple(map(float, re.findall(r"[\d.]+", node.get("transform"))))
        for node in parsed(drawing).iter("g")
        if node.get("transform")
    ]
    assert len({x for x, _ in places}) == 3
    assert len({y for _, y in places}) == 2


def test_patches_of_all_units_share_one_scale_and_one_size():
    units = {"small": np.full((9, 3, 3), 0.5), "large": np.ones((9, 18, 18))}
    drawing = figures.show_patches(units)
    assert [panel.title for panel in drawing.panels] == ["small", "large"]
    assert views(drawing)[0] == views(drawing)[1]
    shown = images(drawing)
    assert len(shown) == 18
    ink = [np.asarray(image.convert("RGBA"))[..., 3] for image in shown]
    assert (ink[0].max(), ink[9].min()) == (128, 255)
    assert repr(drawing) == "small, large: 9 patches each"


def test_a_hole_is_framed_where_it_costs_most_and_its_cost_lies_under_its_middle():
    probability = np.full((22, 22), 0.9)
    probability[4, 9], probability[20, 1] = 0.1, 1.0
    probability[10] = 0.905  # too little to be drawn
    drawing = holes(np.eye(28), probability)
    assert repr(drawing).endswith("0.90 without a hole, 0.10 with the hole at row 4, column 9")
    unit = 224 / 28
    (frame,) = (node for node in found(drawing, stroke_width="2.5") if node.tag == "path")
    corner = tuple(map(float, re.findall(r"[\d.]+", frame.get("d"))[:2]))
    assert corner == (9 * unit, 4 * unit)
    (lost,), (gained,) = (found(drawing, data_sign=sign) for sign in "−+")
    assert part(lost) == pytest.approx(0.8, abs=0.01)
    assert part(gained) == pytest.approx(0.1, abs=0.01)
    moved = [n.get("transform") for n in parsed(drawing).iter("g") if n.get("transform")]
    assert moved == ["translate(24.0 24.0)"]  # the middle of the first hole is pixel 3
    assert float(lost.get("x")) == 9 * unit
    assert not found(drawing, data_is="zero")  # dots and lines would hide the map
    between = [node for node in found(drawing, data_is="line") if node.get("d", "").count("M") > 1]
    assert between == []


def test_points_are_digits_in_groups_with_their_names_in_the_middle():
    places = [[0, 0], [0, 2], [0, 4], [9, 0]]
    drawing = figures.show_points({"t": places}, [3, 3, 3, 8], marked=[3])
    groups = found(drawing, data_is="class")
    assert [node.get("style") for node in groups] == ["--class:3", "--class:8"]
    assert groups[0][0].get("d").count("M") == 3
    three, eight = (node for node in parsed(drawing).iter("text"))
    assert (three.text, eight.text) == ("3", "8")
    (ring,) = found(drawing, data_is="ring")
    assert float(ring.get("cx")) == float(eight.get("x"))
    assert float(three.get("x")) < float(eight.get("x"))
    assert float(three.get("y")) < float(eight.get("y"))  # up is up


def test_each_digit_is_written_in_another_way():
    drawing = figures.show_points({"t": np.zeros((10, 2))}, range(10))
    paths = [node[0].get("d") for node in found(drawing, data_is="class")]
    strokes = [
        frozenset(
            frozenset(pair)
            for pair in pairwise(
                re.findall(r"[\d.]+ [\d.]+", path)
                + [path.partition("L")[0][1:]] * path.endswith("Z")
            )
        )
        for path in paths
    ]
    assert len(set(strokes)) == 10


@pytest.mark.parametrize("scale", [1, 1e-3])
def test_points_fill_their_panel_with_one_scale_across_and_up(scale):
    drawing = figures.show_points({"t": scale * np.array([[0, 0], [4, 1]])}, [1, 2])
    one, two = parsed(drawing).iter("text")
    across = float(two.get("x")) - float(one.get("x"))
    up = float(one.get("y")) - float(two.get("y"))
    assert across == pytest.approx(4 * up, abs=0.5)
    assert across > 300
