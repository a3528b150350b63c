"""Which small numbers must be hidden so that no published table points at a person."""
