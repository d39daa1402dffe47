#!/usr/bin/env python3
"""Makes Parquet of JSON Lines, with the types that hub-stats has and Snappy: to_parquet.py IN OUT.

DuckDB comes from the environment of tests/twins; where that cannot be made the script says so and ends with 77.
"""

import pathlib
import sys

sys.path.append(str(pathlib.Path(__file__).resolve().parents[2] / "twins"))
from environment import ensure  # noqa: E402

ensure("duckdb")

import duckdb  # noqa: E402

TYPES = {
    "id": "VARCHAR", "author": "VARCHAR", "downloads": "BIGINT", "downloadsAllTime": "BIGINT", "likes": "BIGINT",
    "createdAt": "TIMESTAMP", "pipeline_tag": "VARCHAR", "library_name": "VARCHAR", "tags": "VARCHAR[]", "numParameters": "BIGINT",
}

source, out = sys.argv[1:]
base = duckdb.connect()
base.execute("set memory_limit = '4GB'")
base.execute(f"set temp_directory = '{pathlib.Path(out).parent}'")
base.execute(f"""
    copy (select * from read_json('{source}', format = 'newline_delimited', columns = {TYPES}))
    to '{out}' (format parquet, compression snappy)
""")
