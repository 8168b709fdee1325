"""The same figures live, in a real JupyterLab: Python and the figure move each other."""

import os
import re
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from cnnlib.exercises import registry
from tests.book import site

CHAPTER = f"{registry.chapter('03').PAGE}.ipynb"
PATIENCE = 90_000  # milliseconds for a whole chapter

# All cells stand in the page, also those out of view; nothing is asked from elsewhere.
SETTINGS = {
    "@jupyterlab/notebook-extension/tracker.jupyterlab-settings": '{"windowingMode": "none"}',
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": (
        '{"fetchNews": "false", "checkForUpdates": false}'
    ),
}

FIGURES = [
    "from cnnlib.interactive import KernelLab, explore\nlab = KernelLab('digit')\nlab",
    "lab.kernel = 'shift'",
    "def twice(n=3):\n    '''Twice n.'''\n    print('twice', 2 * n)\n\nexplore(twice, n=(0, 9));",
    "print('the kernel', lab.kernel[0])",
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab server over copies of the notebooks; ``{}`` in its address is the notebook."""
    home = tmp_path_factory.mktemp("jupyterlab")
    notebooks = home / "notebooks"
    notebooks.mkdir()
    (notebooks / "chapter.ipynb").write_text((site.ROOT / CHAPTER).read_text("utf-8"), "utf-8")
    cells = [nbformat.v4.new_code_cell(source) for source in FIGURES]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    figures = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(figures, notebooks / "figures.ipynb")
    for name, text in SETTINGS.items():
        file = home / "settings" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    token, port = secrets.token_hex(16), free_port()
    folders = {
        "JUPYTER_CONFIG_DIR": "config",
        "JUPYTER_DATA_DIR": "data",
        "JUPYTER_RUNTIME_DIR": "runtime",
        "JUPYTERLAB_SETTINGS_DIR": "settings",
        "JUPYTERLAB_WORKSPACES_DIR": "workspaces",
        "IPYTHONDIR": "ipython",
        "CNNLIB_STATE": "state",
    }
    environment = {name: str(home / folder) for name, folder in folders.items()}
    inherited = {name: value for name, value in os.environ.items() if name != "CNNLIB_STATIC"}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"]
    command += [f"--port={port}", f"--IdentityProvider.token={token}", "--ServerApp.ip=127.0.0.1"]
    with (home / "log").open("w") as log:
        server = subprocess.Popen(
            [*command, "--ServerApp.port_retries=0", f"--ServerApp.root_dir={notebooks}"],
            env={**inherited, **environment},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        wait_for(f"http://127.0.0.1:{port}/api?token={token}", server, home / "log")
        yield f"http://127.0.0.1:{port}/lab/tree/{{}}?reset&token={token}"
    finally:
        server.terminate()
        server.wait(timeout=30)


def wait_for(address: str, server: subprocess.Popen[bytes], log: Path) -> None:
    """Until the server answers; its log if it ends instead."""
    while True:
        assert server.poll() is None, log.read_text()
        try:
            with urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.1)  # between two attempts to connect


@pytest.fixture
def tab(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1400, "height": 1000})
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    yield page
    context.close()


def run_all(tab: Page, address: str) -> None:
    """Open a notebook, run every cell, and wait until the last has a number."""
    tab.goto(address)
    notebook = tab.locator(".jp-NotebookPanel:not(.lm-mod-hidden)")
    expect(notebook.locator(".jp-CodeCell").first).to_be_visible(timeout=PATIENCE)
    expect(notebook.locator(".jp-Toolbar-kernelName")).to_contain_text("Python 3", timeout=PATIENCE)
    started = notebook.locator(".jp-CodeCell .jp-InputPrompt", has_not_text="[ ]:")
    for _ in range(10):  # JupyterLab, still laying itself out, may drop the command
        if started.count():
            break
        tab.get_by_role("menuitem", name="Run", exact=True).click()
        tab.locator("li[data-command='runmenu:run-all']").click()
        with suppress(PlaywrightTimeoutError):
            started.first.wait_for(timeout=5000)
    tab.wait_for_function(
        r"""() => [...document.querySelectorAll(".jp-CodeCell .jp-InputPrompt")]
            .every((prompt) => /^\[\d+\]:$/.test(prompt.innerText.trim()))"""
    )


def test_the_chapter_runs_and_its_figures_are_drawn(tab: Page, lab: str):
    run_all(tab, lab.format("chapter.ipynb"))
    for error in ("jupyter.error", "jupyter.stderr"):
        outputs = tab.locator(f".jp-OutputArea-output[data-mime-type='application/vnd.{error}']")
        assert outputs.all_inner_texts() == []
    static = site.read(site.CHAPTER).mounts
    for name in ("KernelLab", "EchoExplorer", "Question"):
        count = sum(mount.name == name for mount in static)
        expect(tab.locator(f"[data-explorable={name}][data-ready]")).to_have_count(count)
    assert tab.locator("[data-error]").count() == 0
    # Figures share the document: no group of choices may take the mark from another's.
    for name in ("KernelLab", "EchoExplorer"):
        groups = tab.locator(f"[data-explorable={name}] .cnn-choice:visible")
        assert groups.count() > 0
        for group in groups.all():
            expect(group.locator("input:checked")).to_have_count(1)
    count = sum(mount.name == "explore" for mount in static)
    expect(tab.locator(".widget-interact")).to_have_count(count)


@pytest.fixture
def figures(tab: Page, lab: str) -> Page:
    run_all(tab, lab.format("figures.ipynb"))
    return tab


def active_cell(tab: Page) -> int:
    index: int = tab.locator(".jp-Cell").evaluate_all(
        "all => all.findIndex((cell) => cell.classList.contains('jp-mod-active'))"
    )
    return index


def test_python_and_figures_move_each_other(figures: Page):
    lab: Locator = figures.locator("[data-explorable=KernelLab]")
    numbers = lab.locator(".kl-kernels input")
    # Python moved the figure: the second cell chose the kernel that shifts.
    expect(numbers.nth(5)).to_have_value("1")
    expect(lab.locator("[data-symmetry]")).to_have_attribute("data-symmetry", "neither")

    # The figure moves Python.
    numbers.first.fill("7")
    figures.locator(".jp-CodeCell").last.locator(".cm-content").click()
    figures.keyboard.press("Control+Enter")
    printed = figures.locator(".jp-CodeCell").last.locator(".jp-OutputArea-output")
    expect(printed).to_have_text(re.compile(r"the kernel \[7\.0, 0\.0, 0\.0\]"))

    # Arrow keys stay in the figure.
    frame = lab.locator("[data-picture=correlation] .cnn-frame")
    frame.focus()
    before = active_cell(figures)
    operation = lab.locator("[data-operation=correlation]")
    row = int(operation.get_attribute("data-row") or "-1")
    figures.keyboard.press("ArrowDown")
    expect(operation).to_have_attribute("data-row", str(row + 1))
    expect(frame).to_be_focused()
    assert active_cell(figures) == before

    # A slider of `explore` is that of ipywidgets.
    handle = figures.locator(".widget-interact .noUi-handle")
    output = figures.locator(".widget-interact .jp-OutputArea-output")
    expect(output).to_have_text("twice 6")
    handle.focus()
    figures.keyboard.press("ArrowRight")
    expect(output).to_have_text("twice 8")
