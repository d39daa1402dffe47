#!/usr/bin/env python3
"""Writes dumps again as people convert them: by pandas, Polars and DuckDB, to CSV, JSON Lines, JSON and Parquet.

    python3 tests/twins/convert.py OUT DUMP.json…

For each dump OUT gets files `<dump>.<writer>[-<variant>].<ext>`, all of the same rows; what stands beside the rows (the
day of capture, the source) is lost. tests/twins.rs reads them and holds their rows against the dump's. The Parquet
files cover each codec (snappy, zstd, gzip, uncompressed) and row groups of 100, 5,000 and all rows, for each writer
(DuckDB makes its groups of 2,048 rows at least), and times as texts and as timestamps in each unit.

The writers come from PyPI, pinned in requirements.txt, into the cache of build.sh. Where they cannot be had, the
script says so and ends with 77.
"""

import hashlib
import json
import os
import pathlib
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
CODECS = ["snappy", "zstd", "gzip", "uncompressed"]
GROUPS = [100, 5_000, None]
TIMES = ["createdAt", "lastModified", "created_at", "updated_at"]
ROWS = ["models", "datasets", "spaces"]


def interpreter():
    """The Python of an environment that has the writers, made once for each list of them."""
    cache = os.environ.get("HUBSTATE_CACHE") or os.path.join(
        os.environ.get("XDG_CACHE_HOME") or os.path.expanduser("~/.cache"), "hubstate"
    )
    wanted = (HERE / "requirements.txt").read_bytes()
    folder = pathlib.Path(cache) / f"twins-{sys.version_info.major}.{sys.version_info.minor}-{hashlib.sha256(wanted).hexdigest()[:12]}"
    python = folder / "bin" / "python"
    stamp = folder / "installed"
    if not stamp.exists():
        venv.create(folder, with_pip=True, clear=True)
        pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", HERE / "requirements.txt"]
        subprocess.run(pip, check=True, timeout=600)
        stamp.touch()
    return python


def rows(path):
    """The rows of a dump: of an array, of a wrapped object, or of pandas' columns."""
    dump = json.loads(path.read_text(encoding="utf-8"))
    if isinstance(dump, list):
        return dump
    for key in ROWS:
        if isinstance(dump.get(key), list):
            return dump[key]
    return [{key: column[label] for key, column in dump.items()} for label in next(iter(dump.values()))]


def by_pandas(out, dump):
    import pandas

    # Columns of whole numbers with gaps become floats, as they do for everyone.
    frame = pandas.DataFrame(dump)
    frame.to_csv(f"{out}.pandas.csv")
    frame.to_csv(f"{out}.pandas.tsv", sep="\t", index=False, lineterminator="\r\n")
    frame.to_csv(f"{out}.pandas-bom.csv", index=False, encoding="utf-8-sig", sep=";", quoting=1)
    frame.to_csv(f"{out}.pandas.csv.gz", index=False)
    frame.to_json(f"{out}.pandas.json")
    frame.to_json(f"{out}.pandas.jsonl", orient="records", lines=True)
    frame.to_json(f"{out}.pandas-ascii-records.json", orient="records", indent=2)
    for codec in CODECS:
        frame.to_parquet(f"{out}.pandas-{codec}.parquet", compression=None if codec == "uncompressed" else codec)
    for group in GROUPS[:2]:
        frame.to_parquet(f"{out}.pandas-groups-of-{group}.parquet", row_group_size=group)
    frame.to_parquet(f"{out}.pandas-plain.parquet", use_dictionary=False, data_page_version="2.0")
    timed = frame.copy()
    for column in set(TIMES) & set(timed.columns):
        timed[column] = pandas.to_datetime(timed[column], utc=True, format="ISO8601")
    timed.to_csv(f"{out}.pandas-times.csv", index=False)
    for unit in ["ms", "us", "ns"]:
        in_unit = timed.copy()
        for column in set(TIMES) & set(timed.columns):
            in_unit[column] = timed[column].dt.as_unit(unit)
        in_unit.to_parquet(f"{out}.pandas-times-{unit}.parquet")
    # A reader of Parquet gets arrays, and prints them as NumPy does.
    back = pandas.read_parquet(f"{out}.pandas-snappy.parquet")
    back.to_csv(f"{out}.pandas-arrays.csv", index=False)


def by_polars(out, dump):
    import polars

    frame = polars.DataFrame(dump, infer_schema_length=None, strict=False)
    frame.write_ndjson(f"{out}.polars.jsonl")
    for codec in CODECS:
        frame.write_parquet(f"{out}.polars-{codec}.parquet", compression=codec)
    for group in GROUPS[:2]:
        frame.write_parquet(f"{out}.polars-groups-of-{group}.parquet", row_group_size=group)
    times = [polars.col(name).str.to_datetime(time_zone="UTC", strict=False) for name in TIMES if name in frame.columns]
    frame.with_columns(times).write_parquet(f"{out}.polars-times.parquet")
    # Its CSV takes no lists; those who write one keep them as JSON.
    nested = [name for name, kind in frame.schema.items() if kind.is_nested()]
    flat = polars.DataFrame(
        [{key: json.dumps(value) if key in nested and value is not None else value for key, value in row.items()} for row in dump],
        infer_schema_length=None,
        strict=False,
    )
    flat.write_csv(f"{out}.polars.csv")
    flat.with_columns(times).write_csv(f"{out}.polars-times.csv", separator="\t")


def by_duckdb(out, dump):
    import duckdb

    lines = f"{out}.rows.tmp"
    with open(lines, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in dump)
    base = duckdb.connect()
    base.execute("set TimeZone = 'UTC'")
    sample = "sample_size = -1, maximum_object_size = 67108864, format = 'newline_delimited'"
    # It makes timestamps of the times by itself.
    base.execute(f"create table dump as from read_json('{lines}', {sample})")
    base.execute(f"copy dump to '{out}.duckdb.csv' (format csv)")
    base.execute(f"copy dump to '{out}.duckdb.tsv' (format csv, delimiter '\t', force_quote *)")
    base.execute(f"copy dump to '{out}.duckdb.jsonl' (format json)")
    base.execute(f"copy dump to '{out}.duckdb.json' (format json, array true)")
    base.execute(f"copy dump to '{out}.duckdb.jsonl.gz' (format json)")
    base.execute(f"copy dump to '{out}.duckdb.csv.zst' (format csv)")
    for codec in CODECS:
        base.execute(f"copy dump to '{out}.duckdb-{codec}.parquet' (format parquet, compression {codec})")
    for group in GROUPS[:2]:
        base.execute(f"copy dump to '{out}.duckdb-groups-of-{group}.parquet' (format parquet, row_group_size {group})")
    os.remove(lines)


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    try:
        import duckdb, pandas, polars, pyarrow  # noqa: F401, E401
    except ImportError:
        try:
            python = interpreter()
        except (OSError, subprocess.SubprocessError) as error:
            print(f"skipped: pandas, Polars and DuckDB cannot be installed ({error})", file=sys.stderr)
            sys.exit(SKIPPED)
        sys.exit(subprocess.run([python, __file__, *sys.argv[1:]]).returncode)
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name in sys.argv[2:]:
        path = pathlib.Path(name)
        dump = rows(path)
        for writer in [by_pandas, by_polars, by_duckdb]:
            writer(folder / path.stem, dump)


if __name__ == "__main__":
    main()
