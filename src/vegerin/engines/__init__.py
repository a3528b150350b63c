"""The science: pure functions that know no database, no clock and no language."""
