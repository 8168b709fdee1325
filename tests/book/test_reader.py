"""The reader of digits in the page: its weights, and each layer against PyTorch's."""

from typing import Any

import numpy as np
import pytest
import torch
from playwright.sync_api import Page
from torch.nn import functional

from cnnlib.data import load_digits
from cnnlib.interactive._reader_weights import packed_reader, unpacked_reader
from cnnlib.models import KerasReader
from tests.book.visits import Visit
from tests.explorables import EXPLORABLES

TEXT, _ = packed_reader(KerasReader(seed=0))
CLOSE = {"rtol": 0, "atol": 1e-5}


@pytest.fixture
def page(alone: Visit) -> Page:
    return alone(EXPLORABLES[0]())


def computed(page: Page, script: str, **given: Any) -> Any:
    """What `script` returns, where `layers` are those of `TEXT` and arrays are float32."""
    arrays = {
        name: value.ravel().tolist() for name, value in given.items() if hasattr(value, "ravel")
    }
    plain = {name: value for name, value in given.items() if name not in arrays}
    known = "".join(f"const {name} = Float32Array.from(arrays.{name});" for name in arrays)
    known += "".join(f"const {name} = plain.{name};" for name in plain)
    return page.evaluate(
        f"""([text, arrays, plain]) => {{
            const layers = ui.reader.unpack(text);
            {known} {script}
        }}""",
        [TEXT, arrays, plain],
    )


def test_weights_arrive_bit_by_bit(page: Page):
    found = computed(
        page,
        "return Object.values(layers).flatMap((it) => [...it.weights, ...it.biases])",
    )
    sent = torch.cat([value.ravel() for value in unpacked_reader(TEXT).state_dict().values()])
    assert found == sent.tolist()


def test_half_numbers_of_all_kinds_arrive(page: Page):
    """Very small ones without a leading 1, the largest, −0: in a reader's first weights."""
    reader = KerasReader(seed=0)
    odd = [2.0**-24, -(2.0**-15), 65504.0, -65504.0, 2.0**-14, 1 / 3, -0.0, 1.0]
    with torch.no_grad():
        reader.conv1.weight.view(-1)[: len(odd)] = torch.tensor(odd)
    found = page.evaluate(
        "(text) => [...ui.reader.unpack(text).conv1.weights]", packed_reader(reader)[0]
    )
    assert found[: len(odd)] == np.float16(odd).astype(float).tolist()


def test_half_a_text_is_refused(page: Page):
    script = """(text) => {
        try { ui.reader.unpack(text); } catch ({ message }) { return message; }
    }"""
    assert page.evaluate(script, TEXT[:1000]) == "The reader's weights came only in part."


def test_it_reads_as_pytorch_does(page: Page):
    images = load_digits()[1].first(20).images
    found = computed(
        page,
        """return Array.from({ length: 20 }, (_, n) => {
            const made = ui.reader.read(layers, images.subarray(784 * n, 784 * (n + 1)));
            return Object.fromEntries(Object.entries(made).map(([k, v]) => [k, [...v]]));
        })""",
        images=images,
    )
    reader = unpacked_reader(TEXT)
    layers = dict(reader.named_children())
    shown = {
        **{"relu1": "conv1", "pool1": "pool1", "relu2": "conv2", "pool2": "pool2"},
        **{"relu3": "conv3", "relu4": "dense1", "dense2": "scores"},
    }
    with torch.no_grad():
        values = torch.from_numpy(images)
        for name, layer in layers.items():
            values = layer(values)
            if name in shown:
                here = np.array([each[shown[name]] for each in found])
                np.testing.assert_allclose(here, values.flatten(1).numpy(), **CLOSE)
    chances = np.array([each["chances"] for each in found])
    np.testing.assert_allclose(chances, values.softmax(1).numpy(), **CLOSE)


def test_used_again_the_arrays_hold_the_new_picture(page: Page):
    images = load_digits()[1].first(2).images
    script = """const [one, other] = [images.subarray(0, 784), images.subarray(784)];
        const fresh = [...ui.reader.read(layers, other).scores];
        const made = ui.reader.read(layers, one);
        const held = made.conv2;
        ui.reader.read(layers, other, made);
        return [fresh, [...made.scores], held === made.conv2]"""
    fresh, again, held = computed(page, script, images=images)
    assert held
    assert fresh == again


@pytest.mark.parametrize("size", [(28, 28), (56, 84), (31, 19)])
def test_layers_take_pictures_of_any_size_in_slices(page: Page, size: tuple[int, int]):
    picture = np.random.default_rng(0).random((1, *size), np.float32)
    script = """const { conv1, conv2 } = layers;
        const shapes = ui.reader.shapes(...size);
        const [filters, rows, columns] = shapes.conv2;
        const first = ui.reader.conv(picture, [1, ...size], conv1.weights, conv1.biases);
        const pooled = ui.reader.pool(ui.reader.relu(first), shapes.conv1);
        const maps = new Float32Array(filters * rows * columns);
        const { weights, biases } = conv2;
        for (let f = 0; f < 64; f += 24) {
            const end = Math.min(f + 24, 64);
            ui.reader.conv(pooled, shapes.pool1, weights, biases, maps, f, end);
        }
        return [shapes.conv2, [...maps], shapes.conv3]"""
    shape, maps, deepest = computed(page, script, picture=picture, size=list(size))
    reader = unpacked_reader(TEXT)
    with torch.no_grad():
        pooled = functional.max_pool2d(reader.conv1(torch.from_numpy(picture)).relu(), 2)
        expected = reader.conv2(pooled)
        deep = reader.conv3(functional.max_pool2d(expected, 2))
    assert (shape, deepest) == (list(expected.shape), list(deep.shape))
    np.testing.assert_allclose(maps, expected.numpy().ravel(), **CLOSE)


def test_an_empty_picture_has_the_answer_of_the_biases(page: Page):
    blank = np.zeros((1, 28, 28), np.float32)
    scores = computed(page, "return [...ui.reader.read(layers, ink).scores]", ink=blank)
    assert scores == [0] * 10, "an untrained reader has no biases"
