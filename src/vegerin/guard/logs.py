"""Logs speak of ids, counts and durations: what an error says about a person stays out of them."""

from __future__ import annotations

import logging
import traceback


class Discreet(logging.Formatter):
    """Time, level, logger, the fixed words; of an exception its type and where, never its message."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the places of an exception."""
        words = str(record.msg).split("%", 1)[0].strip(" :") if record.args else ""
        line = f"{self.formatTime(record)} {record.levelname} {record.name} {words}".rstrip()
        if record.exc_info and record.exc_info[0]:
            frames = traceback.extract_tb(record.exc_info[2])
            places = " < ".join(f"{f.name}:{f.lineno}" for f in reversed(frames[-6:]))
            line += f" {record.exc_info[0].__name__} at {places}"
        return line
