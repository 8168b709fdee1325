"""Every page of the book: whole, silent, light, accessible, and of use without JavaScript.

Opening a page is what costs, so one visit shows all of it: what the page is like as it opens comes
first, then what needs another window, paper, or everything opened.
"""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from cnnlib.exercises import registry
from tests.book import site
from tests.book.players import FIRST, expect_players_work
from tests.book.visits import SCHEMES, Visit, cut, overflow, settle, violations
from tests.book.weight import expect_light, expect_light_frames

PAGES = site.pages()
DESK = {"width": 1280, "height": 900}
PHONE = {"width": 375, "height": 700}
SHEET = {"width": 718, "height": 900}  # A4 between margins of 1 cm, in CSS pixels
CHAPTER = registry.chapters()[0]


def test_every_page_of_the_contents_is_built():
    assert {*site.CONTENTS, "genindex.html", "search.html"} <= set(PAGES)
    assert {f"{chapter.PAGE}.html" for chapter in registry.chapters()} <= set(PAGES)


def test_index_holds_an_icon_or_a_browser_would_ask_for_one_that_is_missing():
    index = (site.SITE / "index.html").read_text("utf-8")
    assert '<link rel="icon" href="data:image/svg+xml' in index


@pytest.mark.parametrize("scheme", SCHEMES)
def test_index_leads_to_the_first_page(visit: Visit, scheme: str):
    page = visit("index.html", scheme)
    page.wait_for_url(f"**/{site.START}")
    settle(page)


# ---- one visit -----------------------------------------------------------------------------------


def expect_whole(page: Page, name: str) -> None:
    assert overflow(page) == []
    ids = page.eval_on_selector_all("[id]", "all => all.map(({ id }) => id)")
    assert sorted(ids) == sorted(set(ids))
    drawn = page.eval_on_selector_all(
        "[data-explorable][data-ready]", "all => all.map(({ dataset }) => dataset.explorable)"
    )
    assert drawn == [mount.name for mount in site.read(name).mounts]
    for stub in page.locator(".tag_page-stub").all():  # the editor below shows it
        expect(stub).to_be_hidden()


def expect_printed_whole(page: Page) -> None:
    # A browser drops backgrounds on paper: the chosen button of a figure would be white on white.
    assert page.locator(".cnnlib").evaluate_all(
        "all => all.every((figure) => getComputedStyle(figure).printColorAdjust === 'exact')"
    )
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert overflow(page) == []
    assert clipped(page) == []
    heights = page.eval_on_selector_all(
        "[data-explorable]", "all => all.map((el) => el.getBoundingClientRect().height)"
    )
    assert all(height > 40 for height in heights)
    assert all(
        page.eval_on_selector_all(
            ".solution", "all => all.map((el) => el.querySelector('pre').checkVisibility())"
        )
    )


def clipped(page: Page) -> list[str]:
    """Elements of the article whose content is cut off on paper."""
    return page.evaluate(
        """() => [...document.querySelectorAll("article *")]
            .filter((el) => getComputedStyle(el).overflowX !== "visible")
            .filter((el) => !el.closest("[class*=cnn-formula-], .cnn-unseen, .visually-hidden"))
            .filter((el) => el.scrollWidth > el.clientWidth + 1 && el.clientWidth > 0)
            .map((el) => `${el.tagName}.${el.className}: ${el.scrollWidth} > ${el.clientWidth}`)"""
    )


def opened(page: Page) -> list[str]:
    """What is open on the page."""
    return page.eval_on_selector_all(
        "article details[open]", "all => all.map((el) => el.outerHTML)"
    )


def open_everything(page: Page) -> None:
    for selector in ("article details:not([open]) > summary", "button.toggle-button-hidden"):
        page.eval_on_selector_all(selector, "all => all.forEach((el) => el.click())")


@pytest.mark.parametrize("name", PAGES)
def test_page(visit: Visit, subtests: pytest.Subtests, name: str):
    page = visit(name, "http", color_scheme="light")
    with subtests.test("light"):
        expect_light(page, name)
    with subtests.test("whole"):
        expect_whole(page, name)

    before = opened(page)
    page.emulate_media(color_scheme="dark", media="print")
    expect(page.locator("html")).to_have_attribute(
        "data-theme", "dark"
    )  # it is told a moment later
    page.set_viewport_size(SHEET)
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    if name.startswith("chapters/"):
        with subtests.test("printed"):
            expect_printed_whole(page)
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    with subtests.test("as it was before it was printed"):
        assert opened(page) == before

    page.set_viewport_size(PHONE)
    with subtests.test("on a phone"):
        assert overflow(page) == []
        assert cut(page) == []
    open_everything(page)
    with subtests.test("opened on a phone"):
        assert cut(page) == []
    with subtests.test("accessible on a phone in the dark"):
        expect(page.locator("html")).to_have_attribute("data-theme", "dark")
        assert violations(page) == []
    page.emulate_media(color_scheme="light")
    page.set_viewport_size(DESK)
    with subtests.test("accessible"):
        expect(page.locator("html")).to_have_attribute("data-theme", "light")
        assert violations(page) == []
    with subtests.test("light frames"):
        expect_light_frames(page)


@pytest.mark.parametrize("name", PAGES)
def test_page_from_a_file(visit: Visit, subtests: pytest.Subtests, name: str):
    page = visit(name, "file")
    with subtests.test("whole"):
        expect_whole(page, name)
    with subtests.test("players"):
        expect_players_work(page, name)


@pytest.mark.parametrize("name", PAGES)
def test_links_lead_somewhere(name: str):
    dead = []
    for address in site.read(name).addresses:
        found = site.target(name, address)
        if found is None:
            continue
        path, anchor = found
        file = site.SITE / path
        if file.is_dir():
            file /= "index.html"
        if not file.exists() or (
            anchor and file.suffix == ".html" and anchor not in site.read(path).ids
        ):
            dead.append(address)
    assert dead == []


@pytest.mark.parametrize("name", PAGES)
def test_ids_are_unique_without_scripts_too(name: str):
    ids = site.read(name).ids
    assert sorted(ids) == sorted(set(ids))


@pytest.mark.parametrize("name", site.pages_with())
def test_page_without_scripts(visit: Visit, name: str):
    page = visit(name, scripts=False)
    for figure in page.locator("[data-explorable]").all():
        expect(figure.locator(".cnnlib-fallback")).to_be_visible()
        assert figure.locator(".cnnlib-fallback").inner_text().strip()
        if figure.get_attribute("data-explorable") == "explore":
            expect(figure.locator(FIRST).first).to_be_visible()
    for code in page.locator(".tag_page-stub").all():
        expect(code.locator("pre").first).to_be_visible()
    for solution in page.locator("details.solution").all():
        solution.locator("summary").click()
        expect(solution.locator("pre")).to_be_visible()


# ---- the furniture of the book, on one page ------------------------------------------------------


def test_dialogs_are_accessible(visit: Visit):
    page = visit(site.START, color_scheme="light", width=PHONE["width"])
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        page.locator("button.primary-toggle").click()
        expect(page.locator("#pst-primary-sidebar-modal")).to_be_visible()
        assert violations(page) == [], theme
        page.keyboard.press("Escape")
        page.keyboard.press("Control+k")
        expect(page.locator("#pst-search-dialog")).to_be_visible()
        assert violations(page) == [], theme
        page.keyboard.press("Escape")


@pytest.mark.parametrize("scheme", SCHEMES)
def test_search(visit: Visit, scheme: str):
    word = CHAPTER.TITLE.split()[-1].lower()
    page = visit(site.START, scheme)
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog input").fill(word)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(rf"search\.html\?q={word}"))
    hits = page.locator("#search-results li a")
    expect(hits.first).to_be_visible()
    expect(hits.locator(f"xpath=self::*[contains(@href, '{CHAPTER.PAGE}')]").first).to_be_visible()
    addresses = hits.evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    targets = [site.target("search.html", address.split("?")[0]) for address in addresses]
    assert all(found and (site.SITE / found[0]).exists() for found in targets)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_install_line_has_the_address_of_the_wheel(
    visit: Visit, address: dict[str, str], scheme: str
):
    line = visit("chapters/reference/how-to-use.html", scheme).locator(".cnn-install").inner_text()
    assert line.startswith('pip install "jupyterlab<4.6" jupyterlab-myst ')
    wheel = line.split()[-1]
    assert wheel.startswith(address[scheme])
    assert (site.SITE / wheel.removeprefix(address[scheme])).suffix == ".whl"
    assert (site.SITE / wheel.removeprefix(address[scheme])).is_file()


def test_solutions_are_in_the_pdf(visit: Visit):
    """That the browser itself opens on paper what a reader would open."""

    def squeezed(text: str) -> str:
        return re.sub(r"\s+", "", text)

    page = visit(f"{CHAPTER.PAGE}.html")
    codes = page.locator(".solution pre").all_text_contents()
    assert codes
    pdf = PdfReader(BytesIO(page.pdf(format="A4")))
    text = squeezed("".join(sheet.extract_text() for sheet in pdf.pages))
    lines = [line for code in codes for line in code.splitlines() if line.strip()]
    assert [line for line in lines if squeezed(line)[:40] not in text] == []


def test_theme_is_kept_from_page_to_page(visit: Visit):
    page = visit(site.START, color_scheme="light")
    switch = page.locator(".theme-switch-button:visible").first
    for _ in range(3):
        switch.click()
        if page.locator("html").get_attribute("data-theme") == "dark":
            break
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto(page.url.replace(site.START, f"{CHAPTER.PAGE}.html"))
    settle(page)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
