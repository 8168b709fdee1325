"""Pictures inside a drawing: gray, colors, or signs over the page's own background.

A signed picture is transparent where it is zero and opaque where it is largest, so that zero is the
page's own background, light or dark. Its two hues stand between those of both themes. So is a
picture in ink, whose one gray `_style` brings near that of the text.
"""

from base64 import b64encode
from io import BytesIO

import numpy as np
from PIL import Image

from cnnlib.arrays import Array

PLUS, MINUS = (0x97, 0x9C, 0x0C), (0x7A, 0x65, 0xD6)
_STEPS = 31  # of the strength of a hue; more are not seen, and weigh twice as much
_PHOTOGRAPH = 64 * 64
"""A picture of more pixels is not looked at pixel by pixel: it may lose what nobody sees."""
_QUALITY = 88


def pixels(picture: Array, top: float, width: float, height: float, *, ink: bool = False) -> str:
    """An SVG image of (H, W) or (3, H, W), `width` by `height` large; `top` has the full color.

    With `ink` what is gray is drawn as the page is written: 0 is its background.
    """
    signed = picture.ndim == 2 and bool(np.any(picture < 0))
    ink = ink and picture.ndim == 2 and not signed
    image = (_signed if signed else _ink if ink else _plain)(picture / top)
    lossless = signed or ink or image.width * image.height <= _PHOTOGRAPH
    file = BytesIO()
    image.save(file, "WEBP", lossless=lossless, quality=100 if lossless else _QUALITY, method=6)
    data = b64encode(file.getvalue()).decode("ascii")
    written = ' data-look="ink"' if ink else ""
    magnified = ' data-is="pixels"' if width >= 2 * image.width else ""
    return (
        f'<image width="{width:g}" height="{height:g}" preserveAspectRatio="none"'
        f'{written}{magnified} href="data:image/webp;base64,{data}"/>'
    )


def _plain(picture: Array) -> Image.Image:
    levels = np.rint(255 * np.clip(np.nan_to_num(picture), 0, 1)).astype(np.uint8)
    return Image.fromarray(levels if levels.ndim == 2 else np.moveaxis(levels, 0, 2).copy())


def _ink(picture: Array) -> Image.Image:
    rgba = np.zeros((*picture.shape, 4), np.uint8)
    rgba[..., 3] = np.rint(255 * np.clip(np.nan_to_num(picture), 0, 1))
    return Image.fromarray(rgba)


def _signed(picture: Array) -> Image.Image:
    strength = np.rint(_STEPS * np.clip(np.nan_to_num(picture), -1, 1)) / _STEPS
    rgba = np.zeros((*picture.shape, 4), np.uint8)
    rgba[..., :3] = np.where(strength[..., None] < 0, MINUS, PLUS)
    rgba[..., 3] = np.rint(255 * np.abs(strength))
    return Image.fromarray(rgba)
