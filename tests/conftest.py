"""Settings of all tests; whatever they write stays in ``.work/`` or a temporary folder."""

import os
import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis.configuration import set_hypothesis_home_dir

_WORK = Path(__file__).parent.parent / ".work"

os.environ["CNNLIB_STATE"] = tempfile.mkdtemp(prefix="cnnlib-state-")
os.environ["MPLBACKEND"] = "agg"

set_hypothesis_home_dir(_WORK / "hypothesis")
# A slow machine is no fault; and a submission must not fail by chance on examples it never met.
settings.register_profile("cnnlib", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("cnnlib")
