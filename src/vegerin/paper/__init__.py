"""Paper first (D27): the forms of the office on paper, from the same definitions as on the screen."""
