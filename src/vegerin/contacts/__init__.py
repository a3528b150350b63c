"""Calls from captivity: what was noticed, whether it may be a trap, and what only a family knows."""
