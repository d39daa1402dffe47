"""Writes wide.parquet: 2,000 models whose largest column is one that no section needs. `python wide.py`, with duckdb."""

import pathlib

import duckdb

OUT = pathlib.Path(__file__).with_name("wide.parquet")

duckdb.sql(
    f"""
    COPY (
      SELECT 'owner-' || (i % 40) || '/model-' || i || '-7B' AS id,
             (2000 - i) * 10 AS downloads,
             i % 300 AS likes,
             TIMESTAMP '2024-01-01' + INTERVAL (i) HOUR AS "createdAt",
             CASE WHEN i % 3 = 0 THEN 'text-generation' ELSE 'fill-mask' END AS pipeline_tag,
             ['license:' || CASE WHEN i % 4 = 0 THEN 'mit' ELSE 'apache-2.0' END, 'en'] AS tags,
             sha256('' || i) || sha256('b' || i) AS sha
      FROM range(2000) t(i) ORDER BY i
    ) TO '{OUT}' (FORMAT parquet, COMPRESSION snappy)
    """
)
