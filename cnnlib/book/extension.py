"""The Sphinx extension that makes the built book whole: no kernel, no request that leaves the page.

It tells notebooks that a book is being built (``CNNLIB_STATIC=1``), lays everything a page needs
into the site, gives each page only the front-ends that it uses, and moves the frames of `explore`
figures out of the page. It reads the front-ends as files; nothing in `cnnlib` imports it.
"""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx_exercise.nodes import is_exercise_node

from cnnlib.book import assets, icons, pages, search_texts
from cnnlib.book.package import write_downloads
from cnnlib.book.solutions import titled

_ONLY_WHEN_PUBLISHED = ("sphinxext.opengraph", "sphinx_sitemap", "notfound.extension")


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect to Sphinx."""
    os.environ["CNNLIB_STATIC"] = "1"  # kernels inherit it
    if app.config.html_baseurl:
        for extension in _ONLY_WHEN_PUBLISHED:
            app.setup_extension(extension)
        app.connect("config-inited", _say_the_address)
    app.setup_extension("cnnlib.book.formulas")
    app.setup_extension("cnnlib.book.glossary")
    app.connect("config-inited", _override_templates)
    app.connect("builder-inited", _write_assets)
    app.connect("source-read", _add_titles)
    app.connect("doctree-read", _box_exercises)
    app.connect("html-page-context", _finish_page)
    app.connect("build-finished", _finish_site)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}


def _say_the_address(app: Sphinx, config: Config) -> None:
    """Social cards, sitemap and 404 page all have to know where the book stands."""
    address = str(config.html_baseurl).rstrip("/") + "/"
    config.html_baseurl = address
    config.ogp_site_url = address
    config.ogp_site_name = config.html_title
    config.ogp_social_cards = {"image": str(Path(app.srcdir) / "assets" / "logo.png")}
    config.sitemap_url_scheme = "{link}"
    config.notfound_urls_prefix = urlsplit(address).path


def _work_folder(app: Sphinx) -> Path:
    return Path(app.srcdir) / ".work" / "site"


def _override_templates(app: Sphinx, config: Config) -> None:
    templates = _work_folder(app) / "templates"
    assets.write_templates(templates)
    config.templates_path = [str(templates), *config.templates_path]


def _write_assets(app: Sphinx) -> None:
    # A folder of our own: Jupyter Book loads every script of the book's `_static` on each page.
    static = _work_folder(app) / "static"
    assets.write_static(static)
    write_downloads(Path(app.srcdir), static / "download")
    app.config.html_static_path.append(str(static))


def _add_titles(app: Sphinx, name: str, source: list[str]) -> None:
    """Exercises have their titles in the library; on the page they stand above the text."""
    if app.env.doc2path(name).endswith(".ipynb"):
        source[0] = titled(source[0])


def _box_exercises(_app: Sphinx, tree: nodes.document) -> None:
    """The stub and the editor stand in one box with the text of their exercise."""
    for exercise in tree.findall(is_exercise_node):
        exercise += nodes.container(classes=["exercise-cells"])
        place = exercise.parent.index(exercise) + 1
        for cell in exercise.parent[place : place + 2]:
            if "cell" in cell.get("classes", ()):
                exercise.parent.remove(cell)
                exercise[-1] += cell


def _finish_page(
    app: Sphinx, name: str, _template: str, context: dict[str, Any], _tree: nodes.document | None
) -> None:
    app.add_css_file("cnnlib/book.css")
    app.add_js_file("cnnlib/book.js", loading_method="defer")
    # In front of all other scripts, the theme's in the page's head too.
    storage = context["pathto"]("_static/cnnlib/storage.js", resource=True)
    context["metatags"] = f'{context.get("metatags", "")}\n<script src="{storage}"></script>'
    if name == "search":
        app.add_js_file(f"cnnlib/{search_texts.FILE.name}", loading_method="defer")
        app.add_js_file("cnnlib/search.js", loading_method="defer")
    body = context.get("body")
    if not body:
        return
    frames = Path(app.outdir) / "_static" / "frames"
    wheel = next((_work_folder(app) / "static" / "download").glob("*.whl"))
    finished = pages.drop_repeated_ids(pages.move_frames(body, frames))
    context["body"] = pages.name_wheel(finished, wheel.name)
    names = pages.frontends(body)
    for style in assets.styles(names):
        app.add_css_file(f"cnnlib/{style}")
    # Not deferred: the first figure is drawn while the rest of its page is still being read.
    for script in assets.scripts(names):
        app.add_js_file(f"cnnlib/{script}")


def _finish_site(app: Sphinx, exception: Exception | None) -> None:
    if exception is None and app.builder.format == "html":
        first = f"{app.config.master_doc}.html"
        icon = Path(app.outdir, "_static", Path(app.config.html_favicon).name).read_bytes()
        index = pages.redirect(first, app.config.html_title, icon)
        Path(app.outdir, "index.html").write_text(index, "utf-8")
        search_texts.write_texts(Path(app.outdir))
        icons.drop_unused(Path(app.outdir))
