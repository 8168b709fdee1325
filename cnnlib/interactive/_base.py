"""The base class of all explorables: one front-end file, two hosts.

An explorable is an ``anywidget`` whose picture is drawn by a JavaScript file lying beside its
Python file. In Jupyter, anywidget runs that file and keeps the traits of both sides equal. In the
built book there is no kernel: the output is a mount point holding the traits as JSON, and
``host.js`` runs the *same* file with a model object of its own. So a front-end is written once,
against four methods: ``model.get``, ``model.set``, ``model.save_changes`` and ``model.on``.

In the built book no comm is opened: an open one would put every trait, the source of the front-end
among them, into the page a second time.
"""

import inspect
from collections.abc import Iterable
from pathlib import Path
from typing import Any, ClassVar

import anywidget
import traitlets

from cnnlib import store
from cnnlib.interactive._static import is_static, mount
from cnnlib.interactive._traits import Numbers, Whole

_HERE = Path(__file__).parent
_PIECES = (
    "page",
    "numbers",
    "gestures",
    "controls",
    "pictures",
    "answers",
    "motion",
    "explorable",
    "stand_in",
    "cells",
    "lines",
    "weights",
    "lens",
    "glass",
    "stepper",
    "turn",
    "lanes",
    "bars",
    "chances",
    "stacks",
    "sound",
    "settings",
    "channel",
    "strip",
    "fan",
    "tally",
    "ring",
    "sizes",
    "stamps",
    "templates",
    "address",
    "routes",
    "arrival",
    "reader",
)
SHARED_SCRIPTS = ("core.js", "core_pooling.js", *(f"ui/{name}.js" for name in _PIECES))
"""Run before every front-end, in this order; they declare two names, `core` and `ui`."""


def shared_script() -> str:
    """The source that every front-end finds already run."""
    return _joined(_HERE / name for name in SHARED_SCRIPTS)


def shared_style() -> str:
    """The look that all figures share: of the whole, and of each piece that has one."""
    pieces = (_HERE / "ui" / f"{name}.css" for name in _PIECES)
    return _joined([_HERE / "explorable.css", *(path for path in pieces if path.exists())])


def _joined(paths: Iterable[Path]) -> str:
    return "\n".join(path.read_text("utf-8") for path in paths)


class Explorable(anywidget.AnyWidget):
    """A figure with traits that the reader moves.

    A subclass names its front-end file in `_frontend` (``"kernel_lab"`` for ``kernel_lab.js``
    beside the class's own module, and ``kernel_lab.css`` if there is one; scripts in a folder
    ``kernel_lab`` run before it) and says in `_label` what it shows, for those who do not see it.
    """

    _frontend: ClassVar[str]
    _label: ClassVar[str]
    _anchor = ""  # the id under which a link finds the figure in a page
    _without_scripts = ""  # HTML, on one line, that stands below `_label` where nothing moves

    limits = traitlets.Dict(help="what each trait of numbers takes").tag(sync=True)
    kept_as = traitlets.Unicode(help="the name under which a solved task is kept").tag(sync=True)
    solved = traitlets.Bool(False, help="whether the task has ever been solved").tag(sync=True)

    def __init_subclass__(cls, **kwargs: Any) -> None:
        # Traitlets makes further subclasses on the fly (`add_traits`): only a class that itself
        # says `_frontend` has a file beside it.
        if "_frontend" in cls.__dict__:
            here = Path(inspect.getfile(cls)).parent
            own = here / f"{cls._frontend}.css"
            parts = sorted((here / cls._frontend).glob("*.js"))
            cls._esm = shared_script() + _joined([*parts, here / f"{cls._frontend}.js"])
            cls._css = shared_style() + (own.read_text("utf-8") if own.exists() else "")
        super().__init_subclass__(**kwargs)

    def __init__(self, **values: Any) -> None:
        own = self.class_traits(sync=True)
        limits = {n: trait.limits for n, trait in own.items() if isinstance(trait, Numbers | Whole)}
        super().__init__(**values, limits=limits)
        if self.kept_as:
            self._anchor = self.kept_as
            if not is_static():  # in the built book the reader's browser keeps it
                self.solved = store.solved(store.read().get(self.kept_as))
                self.observe(self._keep, "solved")

    def _keep(self, change: dict[str, Any]) -> None:
        if change["new"]:
            store.record(self.kept_as, True)

    def shown(self) -> dict[str, Any]:
        """The numbers that the figure shows, as its element's ``data-shown`` gives them."""
        raise NotImplementedError(f"{type(self).__name__} shows no numbers")

    def open(self) -> None:
        """Connect to the front-end in Jupyter; in the built book there is none."""
        if not is_static():
            super().open()

    def state(self) -> dict[str, Any]:
        """The values of the traits that belong to this figure, as the front-end receives them."""
        own = set(self.traits(sync=True)) - set(anywidget.AnyWidget.class_traits(sync=True))
        names = sorted(own - {"_esm", "_css", "_anywidget_id"})
        return {name: self.get_state(name)[name] for name in names}

    def _repr_mimebundle_(self, **kwargs: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        name, state = type(self).__name__, self.state()
        html = mount(
            *(name, self._frontend, state, self._label),
            fallback_html=self._without_scripts,
            anchor=self._anchor,
        )
        page = {"text/plain": self._label, "text/html": html}
        live = None if is_static() else super()._repr_mimebundle_(**kwargs)
        data, metadata = live if live is not None else ({}, {})
        return {**data, **page}, metadata
