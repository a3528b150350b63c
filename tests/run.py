"""All tests: what this machine lacks is installed where it may be, or named in one line."""

import sys

import pytest

if __name__ == "__main__":
    long = "--long" in sys.argv
    rest = [argument for argument in sys.argv[1:] if argument != "--long"]
    sys.exit(pytest.main([*(() if long else ("-m", "not long")), *rest]))
