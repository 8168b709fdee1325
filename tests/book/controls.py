"""How a reader moves the controls that figures share."""

from playwright.sync_api import Locator


def choose(figure: Locator, group: str, option: str) -> None:
    """Choose with the keyboard: focus the group's chosen button, then walk with the arrows."""
    buttons = figure.get_by_role("group", name=group, exact=True).get_by_role("radio")
    labels = buttons.evaluate_all("all => all.map((radio) => radio.parentElement.innerText)")
    chosen = buttons.evaluate_all("all => all.findIndex((radio) => radio.checked)")
    steps = labels.index(option) - chosen
    buttons.nth(chosen).focus()
    for _ in range(abs(steps)):
        figure.page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")


def drag(handle: Locator, down: float) -> None:
    """Press the mouse on the middle of a handle, move it down in two steps, let go."""
    box = handle.bounding_box()
    assert box is not None
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    mouse = handle.page.mouse
    mouse.move(x, y)
    mouse.down()
    mouse.move(x, y + down / 2)
    mouse.move(x, y + down)
    mouse.up()
