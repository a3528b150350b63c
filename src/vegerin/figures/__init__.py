"""Figures: what others publish, each in its own words, beside what this register counts; never mixed."""
