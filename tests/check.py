"""Format, lint, types, import contracts, documents: everything untidy is said, then it stops."""

import subprocess
import sys
from pathlib import Path

BIN = Path(sys.executable).parent

CHECKS = {
    "format": [BIN / "ruff", "format", "--check", "--quiet", "."],
    "lint": [BIN / "ruff", "check", "--quiet", "."],
    "types": [sys.executable, "-m", "mypy", "--no-error-summary"],
    "import contracts": [BIN / "lint-imports", "--no-logo"],
}


def main() -> int:
    """Run every check, even after one has failed."""
    untidy = [name for name, command in CHECKS.items() if subprocess.run(command).returncode]
    print(f"Untidy: {', '.join(untidy)}." if untidy else "Tidy.")
    return 1 if untidy else 0


if __name__ == "__main__":
    sys.exit(main())
