"""One link run: what is compared (`sides`), the process that compares (`child`), the thread that waits."""
