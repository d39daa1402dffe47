"""The environment that tests/twins installs pandas, Polars and DuckDB into, from their pinned list."""

import importlib.util
import pathlib
import subprocess
import sys

TWINS = pathlib.Path(__file__).resolve().parents[2] / "twins"
SKIPPED = 77


def ensure(*names):
    """Starts the running script again in that environment where one of the packages is missing."""
    if all(importlib.util.find_spec(name) for name in names):
        return
    sys.path.insert(0, str(TWINS))
    from convert import interpreter

    try:
        python = interpreter()
    except (OSError, subprocess.SubprocessError) as error:
        print(f"skipped: {', '.join(names)} cannot be installed ({error})", file=sys.stderr)
        sys.exit(SKIPPED)
    sys.exit(subprocess.run([python, *sys.argv]).returncode)
