"""The same figures live, in a real JupyterLab: Python and the figure move each other.

Whole chapters are run when the book is built, and not again here, but for the shortest one; all
figures, and questions of all chapters, stand together in one notebook.
"""

import json
import os
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.request import urlopen

import nbformat
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from cnnlib.book.contents import notebooks
from cnnlib.exercises import registry
from cnnlib.exercises._kinds import QuestionData
from tests.book import site
from tests.explorables import EXPLORABLES

# One server for all of these, though several processes run tests.
pytestmark = pytest.mark.xdist_group("jupyterlab")

PATIENCE = 300_000  # milliseconds for a whole chapter, on a machine that does much else

# All cells stand in the page, also those out of view; nothing is asked from elsewhere.
SETTINGS = {
    "@jupyterlab/notebook-extension/tracker.jupyterlab-settings": '{"windowingMode": "none"}',
    "@jupyterlab/apputils-extension/notification.jupyterlab-settings": (
        '{"fetchNews": "false", "checkForUpdates": false}'
    ),
}

_ASKED = [
    (chapter.PAGE, bool(item.options), bool(item.order), item.kind is None, item.name)
    for chapter in registry.chapters()
    for item in chapter.ITEMS
    if isinstance(item, QuestionData)
]
# Of each chapter one question of each form: with all of them a page takes minutes to be drawn.
QUESTIONS = list({asked[:-1]: asked[-1] for asked in _ASKED}.values())
FIGURES = [
    "from IPython.display import display\nfrom cnnlib import interactive\n"
    "from cnnlib.exercises import question\n"
    f"for name in {[figure.__name__ for figure in EXPLORABLES]}:\n"
    "    display(getattr(interactive, name)())",
    # JupyterLab shows no more than fifty outputs of a cell.
    *(
        f"for name in {QUESTIONS[first : first + 40]}:\n    question(name)"
        for first in range(0, len(QUESTIONS), 40)
    ),
    "lab = interactive.KernelLab('digit')\nlab",
    "lab.kernel = 'shift'",
    "def twice(n=3):\n    '''Twice n.'''\n    print('twice', 2 * n)\n\n"
    "interactive.explore(twice, n=(0, 9));",
    "print('the kernel', lab.kernel[0])",
]


def shortest_chapter() -> Path:
    """Of the chapters with figures, and no long training, the one with the fewest cells of code."""
    texts = {path: (site.ROOT / path).read_text("utf-8") for path in notebooks(site.ROOT)}
    quick = [path for path, text in texts.items() if "cnnlib.training" not in text]
    with_figures = [path for path in quick if site.read(page_of(path)).mounts]
    return min(with_figures, key=lambda path: texts[path].count('"code"'))


def page_of(notebook: Path) -> str:
    return notebook.with_suffix(".html").as_posix()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A JupyterLab server over copies of the notebooks; ``{}`` in its address is the notebook."""
    home = tmp_path_factory.mktemp("jupyterlab")
    folder = home / "notebooks"
    folder.mkdir()
    shutil.copy(site.ROOT / shortest_chapter(), folder / "chapter.ipynb")
    cells = [nbformat.v4.new_code_cell(source) for source in FIGURES]
    kernel = {"name": "python3", "display_name": "Python 3 (ipykernel)"}
    figures = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": kernel})
    nbformat.write(figures, folder / "figures.ipynb")
    for name, text in SETTINGS.items():
        file = home / "settings" / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    # All figures of the book at once may keep the page too busy, for minutes, to answer a ping.
    patient = {"ServerApp": {"tornado_settings": {"ws_ping_interval": 0}}}
    (home / "config").mkdir()
    (home / "config" / "jupyter_server_config.json").write_text(json.dumps(patient), "utf-8")
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
            [*command, "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}"],
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
    # JupyterLab, still laying itself out, may drop the command; given twice, all runs twice.
    for _ in range(5):
        if started.count():
            break
        tab.get_by_role("menuitem", name="Run", exact=True).click()
        tab.locator("li[data-command='runmenu:run-all']").click()
        with suppress(PlaywrightTimeoutError):
            started.first.wait_for(timeout=30_000)
    prompts = notebook.locator(".jp-CodeCell .jp-InputPrompt")
    numbered = [re.compile(r"^\[\d+\]:$")] * prompts.count()
    try:
        expect(prompts).to_have_text(numbered, timeout=PATIENCE)  # says which cells did not end
    finally:
        expect_no_error(tab)  # after one, the cells below it are not run


def expect_no_error(tab: Page) -> None:
    for error in ("jupyter.error", "jupyter.stderr"):
        outputs = tab.locator(f".jp-OutputArea-output[data-mime-type='application/vnd.{error}']")
        assert outputs.all_inner_texts() == []


def expect_drawn(tab: Page, counts: dict[str, int]) -> None:
    """So many figures of each name are drawn, and nothing was said on the error stream."""
    expect_no_error(tab)
    for name, count in counts.items():
        expect(tab.locator(f"[data-explorable={name}][data-ready]")).to_have_count(count)
    assert tab.locator("[data-error]").count() == 0
    # Figures share the document: no group of choices may take the mark from another's.
    for group in tab.locator("[data-explorable] .cnn-choice:not([data-presets]):visible").all():
        expect(group.locator("input:checked")).to_have_count(1)


def test_a_chapter_runs_and_its_figures_are_drawn(tab: Page, lab: str):
    run_all(tab, lab.format("chapter.ipynb"))
    static = Counter(mount.name for mount in site.read(page_of(shortest_chapter())).mounts)
    names = [*(figure.__name__ for figure in EXPLORABLES), "Question"]
    expect_drawn(tab, {name: static[name] for name in names})
    expect(tab.locator(".widget-interact")).to_have_count(static["explore"])


def active_cell(tab: Page) -> int:
    index: int = tab.locator(".jp-Cell").evaluate_all(
        "all => all.findIndex((cell) => cell.classList.contains('jp-mod-active'))"
    )
    return index


_COLORED = """() => {
    const canvas = document.querySelector("[data-explorable=KernelLab] .kl-halves canvas");
    const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
    return new Set(new Uint32Array(data.buffer)).size > 9;
}"""


def test_python_and_figures_move_each_other(tab: Page, lab: str):
    run_all(tab, lab.format("figures.ipynb"))
    counts = Counter({figure.__name__: 1 for figure in EXPLORABLES}, Question=len(QUESTIONS))
    expect_drawn(tab, counts + Counter(KernelLab=1))

    # Drawn before they stood in the page, where colors come from, pictures have their colors.
    tab.wait_for_function(_COLORED)

    kernel_lab: Locator = tab.locator("[data-explorable=KernelLab]").last
    numbers = kernel_lab.locator(".cnn-kernel input")
    # Python moved the figure: the second cell chose the kernel that shifts.
    expect(numbers.nth(7)).to_have_value("1")
    expect(kernel_lab.locator(".cnn-curtain-said")).to_have_text("another kernel")

    # The figure moves Python.
    numbers.first.fill("7")
    tab.locator(".jp-CodeCell").last.locator(".cm-content").click()
    tab.keyboard.press("Control+Enter")
    printed = tab.locator(".jp-CodeCell").last.locator(".jp-OutputArea-output")
    expect(printed).to_have_text(re.compile(r"the kernel \[7\.0, 0\.0, 0\.0\]"))

    # Arrow keys stay in the figure.
    picture = kernel_lab.locator(".kl-photo .cnn-picture")
    picture.focus()
    before = active_cell(tab)
    row = json.loads(kernel_lab.get_attribute("data-shown") or "{}")["row"]
    tab.keyboard.press("ArrowDown")
    expect(kernel_lab).to_have_attribute("data-shown", re.compile(f'"row":{row + 1},'))
    expect(picture).to_be_focused()
    assert active_cell(tab) == before

    # A slider of `explore` is that of ipywidgets.
    handle = tab.locator(".widget-interact .noUi-handle")
    output = tab.locator(".widget-interact .jp-OutputArea-output")
    expect(output).to_have_text("twice 6")
    handle.focus()
    tab.keyboard.press("ArrowRight")
    expect(output).to_have_text("twice 8")
