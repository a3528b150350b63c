"""The register's pages: each asks, reads or acts, and answers."""
