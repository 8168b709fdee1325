"""When the static host brings which figure of a page to life."""

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.book import site
from tests.book.visits import Visit

HIGH = 700  # pixels each; the window has 900

# Nothing is ever idle on this page, unless the test says so.
PAGE = f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>
<link rel="icon" href="data:,">
<script>
    %s
    window.requestIdleCallback = (callback) => (window.idle = callback);
    document.addEventListener("DOMContentLoaded", () =>
        cnnlibHost.register("stub", {{
            render({{ model, el }}) {{
                el.querySelector("p").textContent = model.get("text");
            }},
        }}));
</script>
<script defer src="_static/cnnlib/host.js"></script>
<main>{
    "".join(
        f'<div data-module="stub" style="height: {HIGH}px"><p></p><script type="application/json">'
        f'{{"state": {{"text": "drawn {n}"}}, "buffers": []}}</script></div>'
        for n in range(8)
    )
}<div data-module="unknown"></div><p id="last">Last.</p></main>"""


@pytest.fixture
def opened(visit: Visit):
    def open_page(script: str = "") -> Page:
        return visit(site.ALONE, "http", body=PAGE % script)

    return open_page


def expect_drawn(page: Page, *numbers: int) -> None:
    drawn: list[Any] = [f"drawn {n}" if n in numbers else "" for n in range(8)]
    expect(page.locator("[data-module=stub] p")).to_have_text(drawn)


def test_what_is_near_comes_first_and_the_rest_when_idle(opened):
    page = opened()
    expect_drawn(page, 0, 1, 2)
    page.evaluate("idle()")
    expect_drawn(page, 0, 1, 2, 3)
    page.evaluate("scrollTo(0, 1e6)")
    expect_drawn(page, 0, 1, 2, 3, 5, 6, 7)  # 900 pixels before the window too
    for _ in range(3):
        page.evaluate("idle()")
    expect_drawn(page, *range(8))


def test_all_is_drawn_on_paper(opened):
    page = opened()
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    expect_drawn(page, *range(8))


def test_all_is_drawn_where_a_link_leads_into_the_page(opened):
    page = opened("location.hash = 'last'")
    expect_drawn(page, *range(8))


def test_all_is_drawn_where_a_reader_comes_back(opened):
    page = opened()
    page.reload()
    expect_drawn(page, *range(8))


def test_the_first_are_drawn_while_the_page_is_read(visit: Visit):
    state = '<script type="application/json">{"state": {}, "buffers": []}</script>'
    stub = f'<div data-module="stub"><p></p>{state}</div>\n'
    body = f"""<!doctype html><html lang="en"><meta charset="utf-8"><title>Host</title>
        <link rel="icon" href="data:,"><script src="_static/cnnlib/host.js"></script><script>
            const drawn = () => document.querySelectorAll("[data-drawn]").length;
            cnnlibHost.register("stub", {{ render({{ el }}) {{ el.dataset.drawn = ""; }} }});
        </script>
        <main>{stub}<script>const one = drawn()</script>
        {3 * stub}<script>const all = drawn()</script>"""
    page = visit(site.ALONE, "http", body=body)
    assert page.evaluate("[one, all]") == [1, 3]
    page.wait_for_function("drawn() === 4")
