"""Looking into networks: what of a picture a unit really hears."""

from cnnlib.inspection.effective_field import EffectiveField, effective_receptive_field

__all__ = ["EffectiveField", "effective_receptive_field"]
