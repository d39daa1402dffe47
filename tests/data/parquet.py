"""Writes the fixtures of tests/data/parquet: pip install pyarrow pandas polars duckdb; python tests/data/parquet.py

The files called shelf… hold the rows of tests/data/array/shelf.json in other types, encodings and codecs.
"""

import decimal
import json
from datetime import date, datetime, timezone
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

HERE = Path(__file__).parent
OUT = HERE / "parquet"
OUT.mkdir(exist_ok=True)
SHELF = json.loads((HERE / "array" / "shelf.json").read_text())


def when(text):
    return datetime.fromisoformat(text.replace("Z", "+00:00")) if text else None


def column(name, of=lambda value: value):
    return [of(row.get(name)) for row in SHELF]


def gated(value):
    return None if value is None else str(value).lower()


PARAMETERS = pa.struct([("BF16", pa.int64()), ("F32", pa.int64())])


def shelf(time=pa.timestamp("ms", "UTC"), tags=pa.list_(pa.string())):
    return pa.table({
        "_id": column("_id"),
        "id": column("id"),
        "author": pa.nulls(3, pa.string()),
        "downloads": pa.array(column("downloads"), pa.int64()),
        "downloadsAllTime": pa.array(column("downloadsAllTime"), pa.int64()),
        "likes": pa.array(column("likes"), pa.int32()),
        "tags": pa.array(column("tags"), tags),
        "pipeline_tag": pa.array(column("pipeline_tag"), pa.string()),
        "library_name": pa.array(column("library_name"), pa.string()),
        "createdAt": pa.array(column("createdAt", when), time),
        "lastModified": pa.array(column("lastModified", when), time),
        "gated": pa.array(column("gated", gated), pa.string()),
        "trendingScore": pa.array(column("trendingScore"), pa.int64()),
        "safetensors": pa.array(column("safetensors"), pa.struct([("parameters", PARAMETERS), ("total", pa.int64())])),
        "siblings": pa.array([["a.bin"], None, []], pa.list_(pa.string())),
    })


def write(name, table, **options):
    pq.write_table(table, OUT / f"{name}.parquet", **options)


write("shelf-snappy", shelf(), compression="snappy")
write("shelf-second-pages-zstd", shelf(), compression="zstd", data_page_version="2.0")
write("shelf-gzip-plain", shelf(), compression="gzip", use_dictionary=False)
write("shelf-second-pages-plain", shelf(), compression="none", use_dictionary=False, data_page_version="2.0")
write("shelf-row-by-row", shelf(), compression="snappy", row_group_size=1)
write("shelf-value-by-value", shelf(), compression="none", data_page_size=1, write_batch_size=1, use_dictionary=False)
write("shelf-old-names", shelf(), compression="snappy", use_compliant_nested_type=False, version="1.0")
write("shelf-int96", shelf(pa.timestamp("ns", "UTC")), use_deprecated_int96_timestamps=True)
write("shelf-seconds-large-lists", shelf(pa.timestamp("s"), pa.large_list(pa.large_string())))
write("shelf-nanoseconds", shelf(pa.timestamp("ns")), version="2.6")
write(
    "shelf-differences",
    shelf(pa.timestamp("us")),
    use_dictionary=False,
    column_encoding={
        "_id": "DELTA_BYTE_ARRAY",
        "id": "DELTA_BYTE_ARRAY",
        "downloads": "DELTA_BINARY_PACKED",
        "likes": "DELTA_BINARY_PACKED",
        "createdAt": "DELTA_BINARY_PACKED",
        "pipeline_tag": "DELTA_LENGTH_BYTE_ARRAY",
        "tags.list.element": "DELTA_LENGTH_BYTE_ARRAY",
        "downloadsAllTime": "BYTE_STREAM_SPLIT",
        "safetensors.total": "BYTE_STREAM_SPLIT",
    },
)

texts = shelf()
for name, values in {
    "tags": column("tags", json.dumps),
    "createdAt": column("createdAt"),
    "lastModified": column("lastModified"),
    "safetensors": column("safetensors", lambda value: json.dumps(value) if value else None),
}.items():
    texts = texts.set_column(texts.column_names.index(name), name, pa.array(values, pa.string()))
write("shelf-texts", texts)

numbers = shelf()
for name, values in {
    "downloads": pa.array([float(row["downloads"]) for row in SHELF], pa.float64()),
    "downloadsAllTime": pa.array(column("downloadsAllTime", lambda v: v and decimal.Decimal(v)), pa.decimal128(20, 0)),
    "likes": pa.array(column("likes"), pa.uint16()),
    "trendingScore": pa.array(column("trendingScore", lambda v: v and decimal.Decimal(v)), pa.decimal128(9, 2)),
    "createdAt": pa.array(column("createdAt", lambda v: when(v).date()), pa.date32()),
    "safetensors": pa.array(
        column("safetensors", lambda v: v and {"parameters": list(v["parameters"].items())}),
        pa.struct([("parameters", pa.map_(pa.string(), pa.uint64()))]),
    ),
}.items():
    numbers = numbers.set_column(numbers.column_names.index(name), name, values)
write("shelf-other-numbers", numbers)

rows = [dict(row, gated=gated(row.get("gated")), createdAt=when(row["createdAt"]), lastModified=when(row.get("lastModified"))) for row in SHELF]
pl.DataFrame(rows, infer_schema_length=None).write_parquet(OUT / "shelf-by-polars.parquet")
pd.DataFrame(rows).to_parquet(OUT / "shelf-by-pandas.parquet")
frame = shelf()
duckdb.sql("SET TimeZone = 'UTC'; COPY frame TO '%s' (FORMAT parquet)" % (OUT / "shelf-by-duckdb.parquet"))
duckdb.sql("COPY frame TO '%s' (FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd)" % (OUT / "shelf-by-duckdb-v2.parquet"))

# The layout of cfahlgren1/hub-stats.
utc = lambda *args: datetime(*args, tzinfo=timezone.utc)
base = pa.struct([("relation", pa.string()), ("models", pa.list_(pa.struct([("_id", pa.string()), ("id", pa.string())])))])
write("hub-stats", pa.table({
    "_id": ["01", "02", "03", "04"],
    "id": ["a/x", "b/y-4bit", "c/z", "d/w"],
    "author": ["a", "b", "c", "d"],
    "sha": ["5"] * 4,
    "cardData": [json.dumps({"license": "other", "license_name": "own-terms", "language": ["en", "de"]}), None, json.dumps({"base_model": "a/x"}), "no json"],
    "config": pa.array([{"model_type": "qwen2", "architectures": ["Qwen2"]}, None, {"model_type": "bert", "architectures": None}, None],
                       pa.struct([("model_type", pa.string()), ("architectures", pa.list_(pa.string()))])),
    "gguf": pa.array([None, {"total": 7000000000, "architecture": "llama", "context_length": 8}, None, None],
                     pa.struct([("total", pa.int64()), ("architecture", pa.string()), ("context_length", pa.int64())])),
    "baseModels": pa.array([None, {"relation": "quantized", "models": [{"_id": "01", "id": "a/x"}]}, None, {"relation": "merge", "models": [{"_id": "01", "id": "a/x"}, {"_id": "03", "id": "c/z"}]}], base),
    "authorData": pa.array([{"type": "org", "name": "A"}, {"type": "user", "name": "b"}, None, None], pa.struct([("type", pa.string()), ("name", pa.string())])),
    "createdAt": [utc(2025, 1, 2, 3), utc(2025, 2, 3), utc(2022, 3, 2, 23, 29, 4), None],
    "downloads": [5, 4, 3, 2],
    "private": [False, False, False, True],
    "tags": [["safetensors", "license:other", "region:us"], ["gguf", "base_model:a/x", "base_model:quantized:a/x"], ["arxiv:2307.09288v2"], []],
    "spaces": pa.array([["s/1"], [], None, []], pa.list_(pa.string())),
}), compression="zstd")

plain = lambda rows, **options: pa.Table.from_pylist(rows, **options)
two = [{"id": "a/x", "downloads": 5}, {"id": "a/y", "downloads": 3}]
write("packed-with-brotli", plain(two), compression="brotli")
write("packed-with-lz4", plain(two), compression="lz4")
write("no-column-of-ids", plain([{"ID": "a/x", "downloads": 5}]))
write("ids-missing", plain([{"id": "a/x", "likes": 1}, {"id": None, "likes": 2}, {"id": "", "likes": 3}, {"id": "a/y", "likes": 4}]))
write("no-usable-row", plain([{"id": None, "likes": 1}, {"id": None, "likes": 2}], schema=pa.schema([("id", pa.string()), ("likes", pa.int64())])))
write("no-rows", plain([], schema=pa.schema([("id", pa.string())])))
write("not-utf8", pa.table({"id": pa.array([b"a/x", b"a/\xff"], pa.binary()), "pipeline_tag": pa.array([b"\xff", b"fill-mask"], pa.binary())}))
write("wrong-values", plain([
    {"id": "a/x", "downloads": -5, "likes": 1.5, "createdAt": "yesterday", "tags": "none", "gated": "perhaps"},
    {"id": "a/y", "downloads": 1, "likes": float("nan"), "createdAt": "2025-01-01", "tags": '["license:mit"]', "gated": "auto"},
]))
write("unread-type", pa.table({"id": ["a/x"], "downloads": pa.array([b"0123456789abcdef"], pa.binary(16)), "likes": [3]}))

write("three-groups", plain([{"id": f"a/{name}", "likes": at} for at, name in enumerate("uvwxyz")]), row_group_size=2, compression="none", use_dictionary=False)
whole = (OUT / "three-groups.parquet").read_bytes()
# The length of the first id of the second row group becomes absurd.
at = whole.index(b"\x03\0\0\0a/w")
(OUT / "damaged-group.parquet").write_bytes(whole[: at + 3] + b"\x7f" + whole[at + 4 :])
(OUT / "cut-off.parquet").write_bytes(whole[: len(whole) // 2])
(OUT / "three-groups.parquet").unlink()
