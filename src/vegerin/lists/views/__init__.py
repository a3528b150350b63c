"""Pages of others' lists: each asks, reads or acts, and answers."""
