"""`make reproduce` loses nothing that was finished, and its table says what the runs gave."""

import json
from functools import partial

import numpy as np
import pytest

from benchmarks import reproduce
from benchmarks.reproduce import Recipe
from cnnlib.data import load_digits, load_mnist
from cnnlib.models import FiveByFiveReader, PriorNet
from cnnlib.training import fit

SMALL = Recipe(
    *("small", "ours", partial(PriorNet, "convolution", (1, 2))),
    {"optimizer": "AdamW", "one_cycle": True, "rate": 1e-2, "batch": 100, "epochs": 2},
)


@pytest.fixture(autouse=True)
def digits(monkeypatch):
    train, test = load_digits()
    monkeypatch.setattr(reproduce, "_mnist", lambda _root: (train.first(300), test.first(200)))


@pytest.fixture
def trained(monkeypatch):
    """The seeds that were trained, not read."""
    seeds = []

    def spied(*args, seed, **settings):
        if seed in broken:
            raise KeyboardInterrupt
        seeds.append(seed)
        return fit(*args, seed=seed, **settings)

    broken = set()
    monkeypatch.setattr(reproduce, "fit", spied)
    return seeds, broken


def go(tmp_path, *recipes):
    reproduce.reproduce(recipes, None, 1, tmp_path / "kept", tmp_path / "results.json")
    return json.loads((tmp_path / "results.json").read_text("utf-8"))


@pytest.fixture(autouse=True)
def known(monkeypatch):
    monkeypatch.setattr(reproduce, "RECIPES", (SMALL,))


def test_an_interrupted_run_is_the_only_one_lost(tmp_path, trained, capsys):
    seeds, broken = trained
    broken.add(1)
    with pytest.raises(KeyboardInterrupt):
        go(tmp_path, SMALL)
    assert not (tmp_path / "results.json").exists()
    broken.clear()
    table = go(tmp_path, SMALL)
    assert seeds == [0, 1, 2]
    assert go(tmp_path, SMALL) == table
    assert seeds == [0, 1, 2]
    assert "small" in capsys.readouterr().out


def test_the_table_says_what_the_runs_gave(tmp_path):
    (row,) = go(tmp_path, SMALL)
    train, test = reproduce._mnist(None)
    for seed, accuracy in enumerate(row["accuracies"]):
        history = fit(
            *(SMALL.build(seed=seed), train), **SMALL.settings, watch={"t": test}, seed=seed
        )
        assert accuracy == history.accuracies["t"][-1]
    assert min(row["accuracies"]) <= row["mean"] <= max(row["accuracies"])
    assert row["parameters"] == sum(each.numel() for each in SMALL.build(seed=0).parameters())
    assert row["settings"] == SMALL.settings
    assert row["seconds_per_epoch"] > 0


def test_another_setting_is_another_run(tmp_path, trained):
    seeds, _ = trained
    go(tmp_path, SMALL)
    go(tmp_path, SMALL._replace(settings={**SMALL.settings, "epochs": 1}))
    assert seeds == [0, 1, 2, 0, 1, 2]


def test_two_recipes_at_a_time_give_what_one_gives(tmp_path, monkeypatch, capfd):
    monkeypatch.setattr(reproduce, "_mnist", load_mnist)
    train, test = load_digits()
    for name, data in (("train", train.first(200)), ("t10k", test.first(100))):
        images = np.rint(255 * data.images).astype(np.uint8)
        for kind, values in (("images-idx3", images[:, 0]), ("labels-idx1", data.labels)):
            shape = np.array(values.shape, ">u4").tobytes()
            mark = bytes([0, 0, 8, values.ndim])
            content = mark + shape + values.astype(np.uint8).tobytes()
            (tmp_path / f"{name}-{kind}-ubyte").write_bytes(content)
    short = SMALL._replace(settings={**SMALL.settings, "epochs": 1}, seeds=2)
    recipes = short, short._replace(whose="published")
    monkeypatch.setattr(reproduce, "RECIPES", recipes)
    tables = []
    for jobs in (1, 2):
        results = tmp_path / f"{jobs}.json"
        folder = tmp_path / f"kept{jobs}"
        reproduce.reproduce(recipes, str(tmp_path), jobs, folder, results)
        tables.append([row["accuracies"] for row in json.loads(results.read_text("utf-8"))])
    assert tables[0] == tables[1]
    assert len(tables[0]) == 2
    capfd.readouterr()


def test_rows_of_other_recipes_stay(tmp_path, monkeypatch):
    other = Recipe("other", "ours", FiveByFiveReader, {**SMALL.settings, "epochs": 1}, seeds=2)
    monkeypatch.setattr(reproduce, "RECIPES", (SMALL, other))
    go(tmp_path, other)
    assert [row["network"] for row in go(tmp_path, SMALL)] == ["small", "other"]


def test_nothing_half_written_stays(tmp_path):
    file = tmp_path / "kept.json"
    reproduce.write(file, {"a": 1})
    with pytest.raises(TypeError):
        reproduce.write(file, {"a": object()})
    assert json.loads(file.read_text("utf-8")) == {"a": 1}
    assert list(tmp_path.iterdir()) == [file]


def test_every_network_has_its_recipes_and_seeds(monkeypatch):
    monkeypatch.undo()
    names = [recipe.name for recipe in reproduce.RECIPES]
    assert len(set(names)) == len(names)
    seeds = {recipe.network: recipe.seeds for recipe in reproduce.RECIPES}
    assert seeds.pop("reader") >= 5
    assert min(seeds.values()) >= 3


def test_a_wrong_number_of_jobs_is_refused(monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["reproduce", "--jobs", "0"])
    with pytest.raises(SystemExit):
        reproduce.main()
    assert "--jobs must be at least 1, got 0" in capsys.readouterr().err
