"""With an address in `_config.yml` the book gets what only a published book can have."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("chapters", "cnnlib", "assets")
ADDRESS = "https://example.org/book"


@pytest.fixture(scope="module")
def published(tmp_path_factory):
    """The built book of a copy of the project that knows its address."""
    root = tmp_path_factory.mktemp("published")
    for name in PARTS:
        shutil.copytree(ROOT / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for path in ROOT.iterdir():
        if path.is_file() and not path.name.startswith("."):
            shutil.copy(path, root)
    cache = Path("_build") / ".jupyter_cache"
    shutil.copytree(ROOT / cache, root / cache)
    config = root / "_config.yml"
    text = config.read_text("utf-8")
    assert text.count('baseurl: ""') == 1
    config.write_text(text.replace('baseurl: ""', f'baseurl: "{ADDRESS}"'), "utf-8")
    jupyter_book = Path(sys.executable).with_name("jupyter-book")
    command = [str(jupyter_book), "build", ".", "-W", "-n", "--keep-going"]
    done = subprocess.run(command, cwd=root, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr[-3000:]
    return root / "_build" / "html"


def test_a_published_book_has_sitemap_cards_and_404(published):
    chapter = "chapters/convolution-and-correlation.html"
    assert f"<loc>{ADDRESS}/{chapter}</loc>" in (published / "sitemap.xml").read_text("utf-8")
    page = (published / chapter).read_text("utf-8")
    assert f'<meta property="og:url" content="{ADDRESS}/{chapter}" />' in page
    assert '<meta property="og:site_name" content="The Sliding Window" />' in page
    assert list((published / "_images" / "social_previews").glob("*.png"))
    assert 'href="/book/_static/' in (published / "404.html").read_text("utf-8")


def test_a_book_without_an_address_has_none_of_them():
    html = ROOT / "_build" / "html"
    assert not (html / "sitemap.xml").exists()
    assert not (html / "404.html").exists()
    assert "og:url" not in (html / "intro.html").read_text("utf-8")
