"""Vegerîn: from a name on a list to a person at home, or a grave with a name."""

__version__ = "0.1.0"
