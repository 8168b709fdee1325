"""Looking into networks: what a unit hears, what excites it, and what is alike to a network."""

from cnnlib.inspection.activations import activations, features, nearest
from cnnlib.inspection.effective_field import EffectiveField, effective_receptive_field
from cnnlib.inspection.maximization import Maximized, maximize
from cnnlib.inspection.occlusion import occlusion
from cnnlib.inspection.patches import Patches, strongest_patches
from cnnlib.inspection.projection import embed

__all__ = [
    "EffectiveField",
    "Maximized",
    "Patches",
    "activations",
    "effective_receptive_field",
    "embed",
    "features",
    "maximize",
    "nearest",
    "occlusion",
    "strongest_patches",
]
