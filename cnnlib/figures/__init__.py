"""Pictures that the chapters share: images in rows, matrices with numbers, signals, stacks, curves.

Each function returns a `Drawing`: hand-made SVG that stands in the page's text and takes the page's
colors, light or dark, in the book and in notebooks, alone and as a frame of `explore`. Roles are
lines and labels: input blue, kernel orange, output green. Values are fills: olive is plus, violet
minus, and zero the page's own background; an image without negative values is gray. Text is 16
pixels high and a drawing with text at most 440 wide, so that it stays legible on a phone.

- `_drawing`: the drawing, its panels, and the shapes of which they are made;
- `_style`: what it looks like;
- `_pixels`, `_images`, `_cells`, `_search`, `_signals`, `_windows`, `_curves`, `_counts`,
  `_inside`, `_points`: what is drawn.
"""

from cnnlib.figures._cells import show_matrix
from cnnlib.figures._counts import show_parameter_counts
from cnnlib.figures._curves import show_curves
from cnnlib.figures._drawing import Drawing, with_common_boxes
from cnnlib.figures._images import show_images
from cnnlib.figures._inside import show_kernels, show_occlusion, show_patches
from cnnlib.figures._points import show_points
from cnnlib.figures._search import show_search
from cnnlib.figures._signals import COLORS, show_signals
from cnnlib.figures._style import STYLE
from cnnlib.figures._windows import show_stack

__all__ = [
    "COLORS",
    "STYLE",
    "Drawing",
    "show_curves",
    "show_images",
    "show_kernels",
    "show_matrix",
    "show_occlusion",
    "show_parameter_counts",
    "show_patches",
    "show_points",
    "show_search",
    "show_signals",
    "show_stack",
    "with_common_boxes",
]
