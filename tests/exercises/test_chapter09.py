"""What the questions and exercises of the page on three readers claim, computed anew."""

import re
from pathlib import Path

import nbformat
import numpy as np
import pytest

from cnnlib.architectures import KERAS_READER
from cnnlib.arithmetic import Conv, Pool, count_macs, count_parameters, output_size, summarize
from cnnlib.exercises import chapter09, registry
from cnnlib.exercises._check import judge
from cnnlib.exercises._mistakes import way_of
from cnnlib.exercises.chapter09 import dropout, occlude, places, shapes, typical

ROWS = {row.name: row for row in summarize(*KERAS_READER)}
PAGE = Path(__file__).parents[2] / f"{chapter09.PAGE}.ipynb"


def values(name: str) -> list[float]:
    return [number.value for number in registry.find(name).numbers]


def wrong(name: str, number: int) -> dict[float, str]:
    return dict(registry.find(name).numbers[number].wrong)


def said(name: str, start: str) -> str:
    """What is said to whoever chooses the option that begins so."""
    return next(o.feedback for o in registry.find(name).options if o.text.startswith(start))


def lines_of(word: str) -> list[str]:
    """The numbered lines of the code in the page that holds this word."""
    cells = nbformat.read(PAGE, as_version=4).cells
    (code,) = (
        block
        for cell in cells
        if cell.cell_type == "markdown"
        for block in re.findall(r"```text\n(.*?)```", cell.source, re.DOTALL)
        if word in block
    )
    numbered = [line.strip().split("  ", 1) for line in code.rstrip().split("\n")]
    assert [int(number) for number, _ in numbered] == list(range(1, len(numbered) + 1))
    return [line for _, line in numbered]


def test_the_ladder_and_its_named_mistakes():
    assert values("09-ladder") == [13, 5, 3, 576, 93_322]
    assert count_parameters(*KERAS_READER) == 93_322
    parameters = wrong("09-ladder", 4)
    assert "No bias" in parameters[93_088]
    assert "zeros around" in parameters[257_162]
    assert "third convolution is missing" in parameters[121_930]
    assert "rounded up" in parameters[121_994]
    biases = sum(row.biases for row in ROWS.values())
    assert biases == 234
    assert "234" in parameters[93_088]


def test_the_sizes_of_a_whole_wrong_ladder():
    sizes = [28]
    for _ in range(2):
        sizes += [output_size(sizes[-1], 3)]
        sizes += [-(-sizes[-1] // 2)]
    sizes += [output_size(sizes[-1], 3)]
    assert sizes == [28, 26, 13, 11, 6, 4]
    assert (13, 6, 4, 1024, 121_994) in registry.find("09-ladder").wrong


def test_twice_the_same():
    assert ROWS["conv3"].parameters == ROWS["dense1"].parameters == 36_928
    assert 64 * 3 * 3 * 64 + 64 == 576 * 64 + 64 == 36_928
    layers = chapter09.READER
    larger = summarize(layers, (1, 32, 32))
    assert larger.row("conv3").parameters == 36_928
    assert larger.row("conv3").output_shape == (64, 4, 4)
    assert f"{larger.row('dense1').parameters:,}" in said("09-agree", "A dense layer behind")
    assert "1,600" in said("09-agree", "Each layer has as many")


def test_where_the_work_is():
    work = {name: row.macs for name, row in ROWS.items()}
    assert sum(work.values()) == count_macs(*KERAS_READER) == 2_794_240
    assert max(work, key=work.__getitem__) == "conv2"
    for name, start in (
        ("conv1", "the first convolution"),
        ("conv2", "the second convolution"),
        ("conv3", "the third convolution"),
        ("dense1", "the first dense layer"),
    ):
        assert f"{chapter09.share(ROWS[name])} %" in said("09-work", start)
    assert f"{work['conv2']:,}" in said("09-work", "the second")
    assert round(100 * (work["conv3"] + work["dense1"]) / 2_794_240) == 13
    assert "13 %" in registry.find("09-work").closing


def test_a_page_costs_as_much_as_eleven_crops():
    page, crop = chapter09.page_macs, chapter09.macs
    assert (chapter09.answers_down, chapter09.answers_across) == (8, 15)
    right = said("09-crops", "11 crops")
    assert f"{page / 1e6:.1f} million" in right
    assert f"{120 * crop / 1e6:.1f} million" in right
    assert f"{page / crop:.1f} crops" in right
    assert round(page / crop) == 11
    assert 56 * 84 == 6 * 28 * 28
    (last,) = summarize(chapter09.AS_WINDOWS[:5], (1, 56, 56))[-1:]
    assert last.output_shape[1:] == (10, 10)


def test_the_page_has_the_answers_of_a_sliding_reader():
    torch = pytest.importorskip("torch")
    from cnnlib.models import KerasReader, sliding

    with torch.no_grad():
        maps = sliding(KerasReader(seed=0))(torch.zeros(1, 1, 56, 84))
    assert maps.shape[2:] == (8, 15)
    found = places(chapter09.READER_WINDOWS, 56, 84)
    assert len(found) == 120
    assert found[-1] == [28, 56]
    assert found[16] == [4, 4]


def test_gray_and_color():
    assert values("09-grey") == [1, 288, 864]
    assert ROWS["conv1"].weights == 288
    assert "two ends" in wrong("09-grey", 0)[2]


def test_dropout_makes_up_for_what_is_dropped():
    assert values("09-scale") == [8, 6, 6]
    torch = pytest.importorskip("torch")
    layer, six = torch.nn.Dropout(chapter09.DROPPED), torch.full((1000,), 6.0)
    assert set(layer(six).tolist()) == {0, 8}
    layer.eval()
    assert set(layer(six).tolist()) == {6}


def test_the_difference_of_one_run_is_no_more_than_chance():
    assert round(10_000 * (0.9913 - 0.9905)) == 8
    assert round((10_000 * 0.991 * 0.009) ** 0.5) == 9
    assert "8 digits" in said("09-spread", "A is the better")
    assert "9 more or fewer" in said("09-spread", "A is better, for")


def test_the_budget():
    assert values("09-budget") == [97, 99_957]
    assert chapter09.with_layer(98) == 100_032
    assert "100,032" in wrong("09-budget", 0)[98]
    assert pytest.approx(97.57, abs=0.005) == (100_000 - 93_322 + 640) / 75
    assert "ten weights" in wrong("09-budget", 0)[(100_000 - 93_322) // 65]
    assert "650" in wrong("09-budget", 0)[(100_000 - 93_322) // 75]


def test_who_guesses_is_told_the_direction():
    for units, words in wrong("09-budget", 0).items():
        if "room for" in words:
            assert units < 97
        if "above the budget:" in words:
            assert units > 97
    assert "above the budget" in wrong("09-budget", 0)[128]
    assert "room for more" in wrong("09-budget", 0)[32]


def test_the_network_that_listens():
    assert values("09-listen") == [22, 1476, 4]
    layers = [Conv(1, 5), Pool(2), Conv(1, 5), Pool(2), Conv(1, 22)]
    lengths = [row.output_shape[-1] for row in summarize(layers, (1, 6000))]
    assert lengths == [5996, 2998, 2994, 1497, 1476]
    assert chapter09.apart * 25 == chapter09.SECOND


def test_the_three_errors_stand_in_their_lines():
    lines = lines_of("cross_entropy")
    first, second, third = (lines[int(line) - 1] for line in values("09-script"))
    assert "labels = labels[order]" in first
    assert "softmax" in second
    assert "cross_entropy" in second
    assert "net(test_images)" in third
    assert not any("eval()" in line or "images[order]" in line for line in lines)
    for number in registry.find("09-script").numbers:
        assert sorted([number.value, *number.wrong]) == list(range(1, len(lines) + 1))
        assert all(f"Line {line:.0f} " in words for line, words in number.wrong.items())


def test_softmax_twice_keeps_the_loss_up():
    torch = pytest.importorskip("torch")
    sure = torch.tensor([[100.0, *[0] * 9]])
    loss = torch.nn.functional.cross_entropy
    assert loss(sure, torch.tensor([0])) < 1e-6
    assert loss(sure.softmax(1), torch.tensor([0])) > 1.4


def test_python_stops_where_it_is_said():
    lines = lines_of("TSNE")
    with pytest.raises(SyntaxError, match="parentheses") as error:
        compile("\n".join(lines), "<cell>", "exec")
    assert [error.value.lineno, 0] == values("09-planted")[:2]
    manifold = pytest.importorskip("sklearn.manifold")
    line = int(values("09-planted")[2])
    with pytest.raises(TypeError, match="n_iter"):
        exec(lines[line - 1], {"TSNE": manifold.TSNE})
    manifold.TSNE(max_iter=1000)


def test_the_examples_of_the_stubs():
    assert typical(1, 1, 2, 1) == ["conv", "pool", "conv", "pool", "dense"]
    layers = [["conv", 8, 3], ["pool", 2], ["dense", 4]]
    assert shapes(layers, 1, 6, 8) == [[8, 4, 6], [8, 2, 3], [4, 1, 1]]
    assert dropout([3, 1, -2], [1, 0, 1], 0.5, True) == [6, 0, -4]
    assert dropout([3, 1, -2], [1, 0, 1], 0.5, False) == [3, 1, -2]
    covered = [[[0, 0, 3], [0, 0, 6]], [[1, 0, 0], [4, 0, 0]]]
    assert occlude([[1, 2, 3], [4, 5, 6]], 2, 1, 0) == covered
    assert places([[3, 1], [2, 2]], 4, 6) == [[0, 0], [0, 2]]


def test_the_closing_words():
    layers = [*chapter09.CONVOLUTIONS, ["dense", 64], ["dense", 10]]
    ladder = shapes(layers, 1, 28, 28)
    assert [width for _, _, width in ladder[:5]] == [26, 13, 11, 5, 3]
    assert [channels for channels, _, _ in ladder[5:]] == [64, 10]
    reader = typical(1, 1, 2, 0) + typical(1, 0, 1, 2)
    kinds = {"Conv": "conv", "Pool": "pool", "Dense": "dense"}
    built = [kinds.get(type(layer).__name__, "") for layer in chapter09.READER]
    assert [kind for kind in built if kind] == reader


def test_a_hole_never_lies_in_the_picture_of_another_place():
    picture = np.arange(1, 31).reshape(5, 6).tolist()
    assert all(np.sum(np.array(each) == 0) == 4 for each in occlude(picture, 2, 1, 0))
    assert picture == np.arange(1, 31).reshape(5, 6).tolist()


@pytest.mark.parametrize("item", chapter09.ITEMS, ids=lambda item: item.name)
def test_enough_wrong_answers_are_named(item):
    if hasattr(item, "wrong") and hasattr(item, "solution"):
        assert sum(mistake.listed for mistake in item.wrong) >= 10
    elif item.numbers:
        assert all(len(number.wrong) >= 6 for number in item.numbers)
    else:
        assert all(option.feedback for option in item.options)


@pytest.mark.parametrize(
    ("name", "edit", "words"),
    [
        ("09-typical", "for _ in range(n) => for _ in [0] * n", "All"),
        ("09-dropout", "values[i] * mask[i] / (1 - p) => mask[i] * (values[i] / (1 - p))", "All"),
        ("09-occlude", "[list(row) for row in picture] => [row[:] for row in picture]", "All"),
        ("09-windows", "[i * step, j * step] => (step * i, step * j)", "All"),
        ("09-shapes", "height - layer[2] + 1 => height - (layer[2] - 1)", "All"),
    ],
)
def test_other_ways_to_write_it(name, edit, words):
    assert words in judge(registry.find(name), way_of(registry.find(name), edit))["sentence"]
