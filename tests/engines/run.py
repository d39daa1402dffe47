"""Runs the SQL of docs/engines on rows in the layout of hub-stats: run.py FOLDER DAY=ROWS.jsonl…

Of each day it writes `FOLDER/DAY/models.parquet`, the rows with what hub-stats has of them: times as timestamps, what
is nested as structs, the card as a text; and `FOLDER/DAY/snapshot.parquet`, by snapshot.sql. `FOLDER/series.csv` is by
series.sql. Where DuckDB cannot be had it says so and ends with 77.
"""

import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests" / "twins"))
from environment import ensure  # noqa: E402

ensure("duckdb")

import duckdb  # noqa: E402

TIMES = ["createdAt", "lastModified"]


def run(name, **variables):
    base = duckdb.connect()
    for key, value in {"tables": ROOT / "src" / "reference" / "tables", **variables}.items():
        base.execute(f"set variable {key} = '{value}'")
    base.execute((ROOT / "docs" / "engines" / name).read_text())
    return base


def hub_stats(rows, out):
    """The card is a text of JSON, as there; the rest is typed by what the rows hold."""
    flat = out.with_suffix(".tmp")
    lines = (json.loads(line) for line in open(rows, encoding="utf-8"))
    texts = ({**row, "cardData": json.dumps(row["cardData"]) if "cardData" in row else None} for row in lines)
    flat.write_text("".join(json.dumps(row) + "\n" for row in texts))
    base = duckdb.connect()
    base.execute("set TimeZone = 'UTC'")
    base.execute(f"create table hub as from read_json('{flat}', sample_size = -1, format = 'newline_delimited')")
    kinds = {name: kind for name, kind, *_ in base.execute("describe hub").fetchall()}
    assert kinds["safetensors"].startswith("STRUCT") and kinds["cardData"] in ("VARCHAR", "JSON"), kinds
    times = ", ".join(f"{name}::timestamp as {name}" for name in TIMES if name in kinds)
    base.execute(f"copy (select * replace ({times}, cardData::varchar as cardData) from hub) to '{out}' (format parquet)")
    flat.unlink()


folder = pathlib.Path(sys.argv[1])
for argument in sys.argv[2:]:
    day, rows = argument.split("=", 1)
    (folder / day).mkdir(parents=True, exist_ok=True)
    source, snapshot = folder / day / "models.parquet", folder / day / "snapshot.parquet"
    hub_stats(rows, source)
    base = run("snapshot.sql", source=source, snapshot=snapshot, captured_at=day)
    said = base.execute(f"select value from parquet_kv_metadata('{snapshot}') where key = 'hubstate'").fetchall()
    assert [json.loads(value)["captured_at"] for (value,) in said] == [day], said
run("series.sql", source=folder / "*" / "models.parquet", series=folder / "series.csv")
