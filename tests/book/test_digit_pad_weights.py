"""The reader that a built page has: its weights, read out of the page, against PyTorch's."""

import base64
import json
from typing import Any

import numpy as np
import torch

from cnnlib.data import load_digits
from cnnlib.interactive._reader_weights import unpacked_reader
from tests.book import site
from tests.book.visits import Visit
from tests.book.weight import zipped

TOLERANCE = 1e-4  # of a score
LARGEST = 200_000  # bytes, as a web server sends them

_READ = """([text, digits]) => {
    const layers = ui.reader.unpack(text);
    const bytes = Uint8Array.from(atob(digits), (letter) => letter.charCodeAt(0));
    const made = {};
    return Array.from({ length: bytes.length / 784 }, (_, n) => {
        const own = bytes.subarray(784 * n, 784 * (n + 1));
        return [...ui.reader.read(layers, Float32Array.from(own, (v) => v / 255), made).scores];
    });
}"""


def weights_of(state: dict[str, Any]) -> str:
    """The weights of a mounted pad, as the page has them: in a script of their own."""
    source = (site.SITE / "_static" / "frames" / f"{state['frames']}.js").read_text("utf-8")
    start = source.index("[")
    (text,) = json.loads(source[start : source.rindex("]") + 1])
    return str(text)


def test_page_and_pytorch_read_a_thousand_digits_alike(visit: Visit):
    name = site.pages_with("DigitPad")[0]
    state = next(mount.state for mount in site.read(name).mounts if mount.name == "DigitPad")
    text = weights_of(state)
    assert state["trained"], "the page's own run has trained it"
    _, test = load_digits()
    pixels = np.round(255 * test.images).astype(np.uint8)
    page = visit(name)
    scores = np.array(page.evaluate(_READ, [text, base64.b64encode(pixels.tobytes()).decode()]))
    with torch.no_grad():
        expected = unpacked_reader(text)(torch.from_numpy(test.images)).numpy()
    assert len(scores) == 1000
    np.testing.assert_array_equal(scores.argmax(1), expected.argmax(1))
    np.testing.assert_allclose(scores, expected, rtol=0, atol=TOLERANCE)
    right = float(np.mean(scores.argmax(1) == test.labels))
    assert state["accuracy"] is not None
    assert abs(right - state["accuracy"]) <= 0.002, "the accuracy beside the pad is this reader's"


def test_the_weights_are_light():
    name = site.pages_with("DigitPad")[0]
    state = next(mount.state for mount in site.read(name).mounts if mount.name == "DigitPad")
    file = f"_static/frames/{state['frames']}.js"
    assert zipped(file) <= LARGEST
