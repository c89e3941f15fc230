"""What the cells of the glyph mean."""

from provisions.signs import NONE, SEVERAL, SIGNS, Sign, glyph, legend, sign_of

__all__ = ["NONE", "SEVERAL", "SIGNS", "Sign", "glyph", "legend", "sign_of"]
