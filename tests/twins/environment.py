#!/usr/bin/env python3
"""The environment that convert.py installs pandas, Polars and DuckDB into, from their pinned list.

Run by itself it prints the path of that environment's Python. Where it cannot be made, 77 is the end.
"""

import importlib.util
import subprocess
import sys

from convert import SKIPPED, interpreter


def found():
    try:
        return interpreter()
    except (OSError, subprocess.SubprocessError) as error:
        print(f"skipped: pandas, Polars and DuckDB cannot be installed ({error})", file=sys.stderr)
        sys.exit(SKIPPED)


def ensure(*names):
    """Starts the running script again in that environment where one of the packages is missing."""
    if not all(importlib.util.find_spec(name) for name in names):
        sys.exit(subprocess.run([found(), *sys.argv]).returncode)


if __name__ == "__main__":
    print(found())
