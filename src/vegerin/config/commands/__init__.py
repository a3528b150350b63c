"""The words of the `vegerin` command that concern the office itself."""
