"""`progress`: what is solved and what is open."""

import html
from typing import Any

from cnnlib import store
from cnnlib.exercises import registry
from cnnlib.exercises._kinds import Task
from cnnlib.exercises._show import show, show_html
from cnnlib.interactive import is_static, mount


class Progress:
    """All exercises and questions of the book and its figures' tasks, the solved ones marked."""

    def __init__(self, entries: dict[str, Any]) -> None:
        self.rows = [
            (chapter.TITLE, item, store.solved(entries.get(item.name)))
            for chapter in registry.chapters()
            for item in (*registry.graded(chapter), *registry.tasks(chapter))
        ]

    @property
    def summary(self) -> str:
        tasks = [done for _, item, done in self.rows if isinstance(item, Task)]
        asked = [done for _, item, done in self.rows if not isinstance(item, Task)]
        solved = f"{sum(asked)} of {len(asked)} solved"
        return f"{solved}, {sum(tasks)} of {len(tasks)} figure tasks"

    def __repr__(self) -> str:
        lines = [f"{'✓' if done else '·'} {item.name}  {item.title}" for _, item, done in self.rows]
        return "\n".join([self.summary, *lines])

    def _repr_html_(self) -> str:
        body = "".join(
            f"<tr><td>{'✓ solved' if done else 'open'}</td><td>{html.escape(title)}</td>"
            f"<td>{html.escape(item.title)}</td><td><code>{item.name}</code></td>"
            f"<td>{item.level}</td><td>{item.kind or ''}</td></tr>"
            for title, item, done in self.rows
        )
        heads = "".join(
            f'<th scope="col">{head}</th>'
            for head in ("", "Chapter", "Exercise", "Name", "Level", "Kind")
        )
        return (
            f"<table><caption>{self.summary}</caption>"
            f"<thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table>"
        )


def progress() -> None:
    """Show which exercises and questions are solved; in the built book, those of its reader."""
    if is_static():
        show_html(panel())
    else:
        show(Progress(store.read()))


def panel() -> str:
    """The HTML of the page's panel: it reads what the browser has kept.

    An item's name is also the id under which its page has it.
    """
    chapters = [
        {
            "title": chapter.TITLE,
            "page": chapter.PAGE,
            "items": [
                {
                    "name": item.name,
                    "title": item.title,
                    "level": item.level,
                    "kind": item.kind,
                    "where": getattr(item, "where", "page"),
                }
                for item in registry.graded(chapter)
            ],
            "tasks": [{"name": task.name, "title": task.title} for task in registry.tasks(chapter)],
        }
        for chapter in registry.chapters()
    ]
    state = {"format": store.FORMAT, "chapters": chapters}
    return mount("Progress", "progress", state, "With JavaScript, the page shows your progress.")
