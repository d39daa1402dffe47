#!/usr/bin/env python3
"""Writes dumps again as people convert them: by pandas, Polars and DuckDB, to CSV, JSON Lines, JSON and Parquet.

    python3 tests/twins/convert.py [--only text|parquet] OUT DUMP.json…

For each dump OUT gets files `<dump>.<writer>[-<variant>].<ext>`, all of the same rows; what stands beside the rows (the
day of capture, the source) is lost. tests/twins.rs reads them and holds their rows against the dump's. The Parquet
files cover each codec (snappy, zstd, gzip, uncompressed) and row groups of 100, 5,000 and all rows, for each writer
(DuckDB makes its groups of 2,048 rows at least), and times as texts and as timestamps in each unit.

The writers come from PyPI, pinned in requirements.txt, into the cache of build.sh. Where they cannot be had, the
script says so and ends with 77.
"""

import argparse
import hashlib
import io
import json
import os
import pathlib
import subprocess
import sys
import venv

HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
CODECS = ["snappy", "zstd", "gzip", "uncompressed"]
# Further ones than that of all rows, which the codecs have.
GROUPS = [100, 5_000]
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


def by_pandas(out, dump, only):
    import pandas

    # Columns of whole numbers with gaps become floats, as they do for everyone.
    frame = pandas.DataFrame(dump)
    times = sorted(set(TIMES) & set(frame.columns))
    timed = frame.copy()
    for column in times:
        timed[column] = pandas.to_datetime(timed[column], utc=True, format="ISO8601")
    if only != "parquet":
        frame.to_csv(f"{out}.pandas.csv")
        frame.to_csv(f"{out}.pandas.tsv", sep="\t", index=False, lineterminator="\r\n")
        frame.to_csv(f"{out}.pandas-bom.csv", index=False, encoding="utf-8-sig", sep=";", quoting=1)
        frame.to_csv(f"{out}.pandas.csv.gz", index=False)
        frame.to_json(f"{out}.pandas.json", double_precision=15)
        frame.to_json(f"{out}.pandas.jsonl", orient="records", lines=True, double_precision=15)
        frame.to_json(f"{out}.pandas-indented.json", orient="records", indent=2, double_precision=15)
        timed.to_csv(f"{out}.pandas-times.csv", index=False)
        # A reader of Parquet gets arrays, and prints them as NumPy does.
        buffer = io.BytesIO(frame.to_parquet())
        pandas.read_parquet(buffer).to_csv(f"{out}.pandas-arrays.csv", index=False)
    if only != "text":
        for codec in CODECS:
            frame.to_parquet(f"{out}.pandas-{codec}.parquet", compression=None if codec == "uncompressed" else codec)
        for group in GROUPS:
            frame.to_parquet(f"{out}.pandas-groups-of-{group}.parquet", row_group_size=group)
        frame.to_parquet(f"{out}.pandas-plain.parquet", use_dictionary=False, data_page_version="2.0")
        for unit in ["ms", "us", "ns"]:
            in_unit = timed.assign(**{column: timed[column].dt.as_unit(unit) for column in times})
            in_unit.to_parquet(f"{out}.pandas-times-{unit}.parquet")


def by_polars(out, dump, only):
    import polars

    frame = polars.DataFrame(dump, infer_schema_length=None, strict=False)
    times = [polars.col(name).str.to_datetime(time_zone="UTC", strict=False) for name in TIMES if name in frame.columns]
    if only != "parquet":
        frame.write_ndjson(f"{out}.polars.jsonl")
        # Its CSV takes no lists; those who write one keep them as JSON.
        nested = {name for name, kind in frame.schema.items() if kind.is_nested()}
        plain = lambda key, value: json.dumps(value) if key in nested and value is not None else value
        flat = [{key: plain(key, value) for key, value in row.items()} for row in dump]
        flat = polars.DataFrame(flat, infer_schema_length=None, strict=False)
        flat.write_csv(f"{out}.polars.csv")
        flat.with_columns(times).write_csv(f"{out}.polars-times.csv", separator="\t")
    if only != "text":
        for codec in CODECS:
            frame.write_parquet(f"{out}.polars-{codec}.parquet", compression=codec)
        for group in GROUPS:
            frame.write_parquet(f"{out}.polars-groups-of-{group}.parquet", row_group_size=group)
        frame.with_columns(times).write_parquet(f"{out}.polars-times.parquet")


def by_duckdb(out, dump, only):
    import duckdb

    lines = f"{out}.rows.tmp"
    with open(lines, "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in dump)
    base = duckdb.connect()
    base.execute("set TimeZone = 'UTC'")
    # It makes timestamps of the times by itself.
    how = "sample_size = -1, maximum_object_size = 67108864, format = 'newline_delimited'"
    base.execute(f"create table dump as from read_json('{lines}', {how})")
    os.remove(lines)
    copy = lambda name, options: base.execute(f"copy dump to '{out}.duckdb{name}' ({options})")
    if only != "parquet":
        copy(".csv", "format csv")
        copy(".tsv", "format csv, delimiter '\t', force_quote *")
        copy(".jsonl", "format json")
        copy(".json", "format json, array true")
        copy(".jsonl.gz", "format json")
        copy(".csv.zst", "format csv")
    if only != "text":
        for codec in CODECS:
            copy(f"-{codec}.parquet", f"format parquet, compression {codec}")
        for group in GROUPS:
            copy(f"-groups-of-{group}.parquet", f"format parquet, row_group_size {group}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--only", choices=["text", "parquet"])
    parser.add_argument("out", type=pathlib.Path)
    parser.add_argument("dumps", type=pathlib.Path, nargs="+")
    args = parser.parse_args()
    try:
        import duckdb, pandas, polars, pyarrow  # noqa: F401, E401
    except ImportError:
        try:
            python = interpreter()
        except (OSError, subprocess.SubprocessError) as error:
            print(f"skipped: pandas, Polars and DuckDB cannot be installed ({error})", file=sys.stderr)
            sys.exit(SKIPPED)
        sys.exit(subprocess.run([python, __file__, *sys.argv[1:]]).returncode)
    args.out.mkdir(parents=True, exist_ok=True)
    for path in args.dumps:
        dump = rows(path)
        for writer in [by_pandas, by_polars, by_duckdb]:
            writer(args.out / path.stem, dump, args.only)


if __name__ == "__main__":
    main()
