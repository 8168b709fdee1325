"""What the site carries: its heaviest script, and whose works."""

import re
from fnmatch import fnmatch

import pytest

from cnnlib.book.licenses import WORKS
from tests.book import site
from tests.book.weight import KB, PYTHON, zipped

STATIC = site.SITE / "_static"
OURS = ("cnnlib/*", "frames/*.js", "download/*", "licenses/*", "logo.svg", "favicon.svg")


def test_python_is_light():
    assert zipped(PYTHON) <= 400 * KB


# ---- licenses ------------------------------------------------------------------------------------


def shipped() -> list[str]:
    return sorted(
        path.relative_to(STATIC).as_posix() for path in STATIC.rglob("*") if path.is_file()
    )


def matches(file: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch(file, pattern) for pattern in patterns)


def test_every_file_belongs_to_a_work_or_is_ours():
    known = OURS + tuple(pattern for work in WORKS for pattern in work.shipped)
    assert [file for file in shipped() if not matches(file, known)] == []


@pytest.mark.parametrize("work", WORKS, ids=lambda work: work.name)
def test_work_is_shipped_named_and_licensed(work):
    for pattern in work.shipped:
        assert any(fnmatch(file, pattern) for file in shipped()), f"nothing is {pattern}"
    assert (STATIC / "licenses" / work.license_file).read_text("utf-8").strip()
    credits = (site.SITE / "chapters" / "reference" / "credits.html").read_text("utf-8")
    article = credits[credits.index("<article") : credits.index("</article")]
    assert work.name in re.sub(r"<[^>]+>", "", article)


def test_the_book_carries_no_script_of_a_cdn():
    for name in site.pages():
        text = (site.SITE / name).read_text("utf-8")
        for tag in re.findall(r"<(?:script|link|img|iframe)\b[^>]*>", text):
            assert not re.search(r"""(?:src|href)=["'](?:https?:)?//""", tag), (name, tag)
