"""One list that repeats people: what its columns tell is learnt from the list itself, without labels."""
