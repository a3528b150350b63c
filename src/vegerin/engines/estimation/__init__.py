"""How many were never on any list: multiple systems estimation, and time until return."""
