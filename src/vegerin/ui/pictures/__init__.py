"""Pictures as pure functions: values, labels, direction in; SVG out. No clock, no database, no request."""
