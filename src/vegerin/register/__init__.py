"""The book: people, names, kin, sources, reports, events, assessments, places."""
