"""What was told about a person, and what follows from it."""
