"""Bringing people home: missions, attempts, who decides, when they must be heard from, and who arrived."""
