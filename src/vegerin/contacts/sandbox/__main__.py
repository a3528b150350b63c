"""Runs alone, as `python -I -S __main__.py FOLDER...`: file by file, until there are no more."""

from __future__ import annotations

import sys

if __name__ == "__main__":
    sys.path.extend(sys.argv[1:])  # our own code and the two libraries; nothing of the user's is read
    from vegerin.contacts.sandbox.reading import main

    main()
