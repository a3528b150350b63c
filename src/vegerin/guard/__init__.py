"""Who may see what: staff, roles, keys, sealed fields, the trail, decisions by two."""
