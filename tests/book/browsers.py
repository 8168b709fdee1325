"""Finds the two browsers that the tests drive, and fetches what is missing.

``python -m tests.book.browsers`` runs before the tests: a browser on the PATH, else Playwright's
own download, else Debian's package. If none can be had it ends with the one line that says what to
install; the tests are never skipped for want of a browser.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
FIREFOX_NAMES = ("firefox-esr", "firefox")
CHROMIUM_ARGS = (
    *(("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()),
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
)


class NoBrowserError(RuntimeError):
    """A browser is missing; says how to get it."""


def find_chromium() -> str:
    """The path of a Chromium or Chrome: one on the PATH, or Playwright's own."""
    found = _on_path(CHROMIUM_NAMES) or _playwrights_own()
    if found is None:
        raise NoBrowserError(
            "no Chromium: install it (Debian: apt-get install chromium; elsewhere: "
            ".venv/bin/playwright install chromium) and put it on the PATH"
        )
    return found


def find_firefox() -> str:
    """The path of a Firefox on the PATH. Playwright's own is a patched one and not used."""
    found = _on_path(FIREFOX_NAMES)
    if found is None:
        raise NoBrowserError(
            "no Firefox: install it (Debian: apt-get install firefox-esr) and put it on the PATH"
        )
    return found


def _on_path(names: tuple[str, ...]) -> str | None:
    return next((path for name in names if (path := shutil.which(name))), None)


def _playwrights_own() -> str | None:
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


def _download() -> None:
    print("No Chromium on the PATH; Playwright downloads its own …", flush=True)
    subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False)


def _install(package: str) -> None:
    """Debian's package, where this user may install it. The caller looks for the result."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return
    print(f"Installing Debian's package {package} …", flush=True)
    for arguments in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        subprocess.run(["apt-get", "-q", *arguments], check=False)


def _provide_chromium() -> str:
    for provide in (_download, lambda: _install("chromium")):
        try:
            return find_chromium()
        except NoBrowserError:
            provide()
    return find_chromium()


def _provide_firefox() -> str:
    if _on_path(FIREFOX_NAMES) is None:
        _install("firefox-esr")
    return find_firefox()


def main() -> int:
    """Make sure that both browsers are there."""
    try:
        for provide in (_provide_chromium, _provide_firefox):
            path = provide()
            version = subprocess.run(
                [path, "--version"], capture_output=True, text=True, check=False
            ).stdout.strip()
            print(f"{path}: {version or 'no version told'}")
    except NoBrowserError as error:
        print(f"tests: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
