"""The environment in which notebooks and pages are made: nothing in it of whoever builds the book.

Everyone's outputs are the same. So it is made of what programs need to run and to reach a network,
and of nothing else: start-up files, profiles, settings of matplotlib, Jupyter, IPython, Python and
pytest, language and time zone stay outside, those of the home folder too, for it is another one.
"""

import os
from pathlib import Path

_KEPT = (
    *("PATH", "TEMP", "TERM", "TMP", "TMPDIR"),
    *("COMSPEC", "PATHEXT", "SYSTEMROOT", "WINDIR"),  # Windows runs nothing without them
    *("DYLD_LIBRARY_PATH", "LD_LIBRARY_PATH"),  # where some Pythons have their libraries
    *("ALL_PROXY", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"),
    *("REQUESTS_CA_BUNDLE", "SSL_CERT_DIR", "SSL_CERT_FILE"),
    "CNNLIB_DATA",
)


def environment(root: Path) -> dict[str, str]:
    """The environment for the programs that make the book at `root`."""
    home = root.absolute() / ".work" / "home"
    home.mkdir(parents=True, exist_ok=True)
    return {name: value for name, value in os.environ.items() if name.upper() in _KEPT} | {
        "CNNLIB_STATIC": "1",
        "HOME": str(home),
        "JUPYTER_PREFER_ENV_PATH": "1",  # the kernel is this Python
        "LC_ALL": "C.UTF-8",
        "OMP_NUM_THREADS": "1",
        "PYTHONNOUSERSITE": "1",
        "TZ": "UTC",
        "USERPROFILE": str(home),
    }
