"""Every page of the book: whole, silent, accessible, and of use without JavaScript and on paper."""

import re
from io import BytesIO

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader
from sphinx_external_toc.parsing import parse_toc_yaml

from tests.book import site
from tests.book.visits import SCHEMES, Visit, overflow, settle, violations

PAGES = [name for name in site.pages() if name != "index.html"]  # which only leads to the first
PHONE, DESK = 375, 1280


def squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def test_every_page_of_the_contents_is_built():
    contents = {f"{name}.html" for name in parse_toc_yaml(site.ROOT / "_toc.yml")}
    assert contents | {"genindex.html", "search.html"} <= set(PAGES)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_index_leads_to_the_first_page(visit: Visit, scheme: str):
    page = visit("index.html", scheme)
    page.wait_for_url(f"**/{site.START}")
    settle(page)


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", PAGES)
def test_page_is_whole(visit: Visit, name: str, scheme: str):
    page = visit(name, scheme)
    assert overflow(page) == []
    assert page.locator("mjx-merror").count() == 0
    written = page.locator(".math").count()
    assert page.locator("mjx-container").count() >= written
    ids = page.eval_on_selector_all("[id]", "all => all.map(({ id }) => id)")
    assert sorted(ids) == sorted(set(ids))
    page.set_viewport_size({"width": PHONE, "height": 700})
    assert overflow(page) == []


def open_everything(page: Page) -> None:
    for selector in ("article details:not([open]) > summary", "button.toggle-button-hidden"):
        page.eval_on_selector_all(selector, "all => all.forEach((el) => el.click())")


@pytest.mark.parametrize("name", PAGES)
def test_page_is_accessible(visit: Visit, name: str):
    page = visit(name, color_scheme="light")
    open_everything(page)
    for theme, width in {"light": DESK, "dark": PHONE}.items():
        page.emulate_media(color_scheme=theme)
        page.set_viewport_size({"width": width, "height": 700})
        expect(page.locator("html")).to_have_attribute("data-theme", theme)
        assert violations(page) == [], (theme, width)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_dialogs_are_accessible(visit: Visit, theme: str):
    page = visit(site.START, color_scheme=theme, width=PHONE)
    page.locator("button.primary-toggle").click()
    expect(page.locator("#pst-primary-sidebar-modal")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.locator("#pst-search-dialog")).to_be_visible()
    assert violations(page) == []


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


@pytest.mark.parametrize("scheme", SCHEMES)
def test_search(visit: Visit, scheme: str):
    page = visit(site.START, scheme)
    page.keyboard.press("Control+k")
    page.locator("#pst-search-dialog input").fill("correlation")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"search\.html\?q=correlation"))
    hits = page.locator("#search-results li a")
    expect(hits.first).to_be_visible()
    addresses = hits.evaluate_all("all => all.map((a) => a.getAttribute('href'))")
    targets = [site.target("search.html", address.split("?")[0]) for address in addresses]
    assert all(found and (site.SITE / found[0]).exists() for found in targets)
    assert any(site.CHAPTER in address for address in addresses)


@pytest.mark.parametrize("name", [name for name in PAGES if site.read(name).mounts])
def test_page_without_scripts(visit: Visit, name: str):
    page = visit(name, scripts=False)
    figures = page.locator("[data-explorable]")
    for index in range(figures.count()):
        figure = figures.nth(index)
        expect(figure.locator(".cnnlib-fallback")).to_be_visible()
        assert figure.locator(".cnnlib-fallback").inner_text().strip()
        if figure.get_attribute("data-explorable") == "explore":
            expect(figure.locator(".cnn-explore-picture")).to_be_visible()
    for stub in page.locator(".tag_page-stub").all():
        expect(stub.locator("pre")).to_be_visible()
    for solution in page.locator(".solution").all():
        expect(solution.locator("pre").first).to_be_visible()


def test_stubs_are_hidden_where_the_editor_shows_them(visit: Visit):
    page = visit(site.CHAPTER)
    stubs = page.locator(".tag_page-stub")
    assert stubs.count() > 0
    for stub in stubs.all():
        expect(stub).to_be_hidden()


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


def clipped(page: Page) -> list[str]:
    """Elements of the article whose content is cut off on paper."""
    return page.evaluate(
        """() => [...document.querySelectorAll("article *")]
            .filter((el) => getComputedStyle(el).overflowX !== "visible")
            .filter((el) => !el.closest("mjx-assistive-mml, .cnn-unseen, .visually-hidden"))
            .filter((el) => el.scrollWidth > el.clientWidth + 1 && el.clientWidth > 0)
            .map((el) => `${el.tagName}.${el.className}: ${el.scrollWidth} > ${el.clientWidth}`)"""
    )


@pytest.mark.parametrize("name", [name for name in PAGES if name.startswith("chapters/")])
def test_page_prints_whole(visit: Visit, name: str):
    page = visit(name, width=718, color_scheme="dark")  # A4 between margins of 1 cm, in CSS pixels
    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    # A browser drops backgrounds on paper: the chosen button of a figure would be white on white.
    assert page.locator(".cnnlib").evaluate_all(
        "all => all.every((figure) => getComputedStyle(figure).printColorAdjust === 'exact')"
    )
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
    assert overflow(page) == []
    assert clipped(page) == []
    for figure in page.locator("[data-explorable]").all():
        box = figure.bounding_box()
        assert box is not None
        assert box["height"] > 40
    for solution in page.locator(".solution").all():
        expect(solution.locator("pre").first).to_be_visible()
        assert solution.locator("pre").first.evaluate("el => el.checkVisibility()")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")


def test_solutions_are_in_the_pdf(visit: Visit):
    page = visit(site.CHAPTER)
    codes = page.locator(".solution pre").all_text_contents()
    assert codes
    pdf = PdfReader(BytesIO(page.pdf(format="A4")))
    text = squeezed("".join(sheet.extract_text() for sheet in pdf.pages))
    missing = [
        line
        for code in codes
        for line in code.splitlines()
        if line.strip() and squeezed(line)[:40] not in text
    ]
    assert missing == []


def test_theme_is_kept_from_page_to_page(visit: Visit):
    page = visit(site.START, color_scheme="light")
    switch = page.locator(".theme-switch-button:visible").first
    for _ in range(3):
        switch.click()
        if page.locator("html").get_attribute("data-theme") == "dark":
            break
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.goto(page.url.replace(site.START, site.CHAPTER))
    settle(page)
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
