"""Ten aggregates of a dump as the Hub's API gives it with `full=true`, by Polars: with_polars.py DUMP.json."""

import json
import sys

import polars as pl

m = pl.read_json(sys.argv[1], infer_schema_length=1000)
downloads = pl.col("downloads")
count = pl.len().alias("n")


def largest(frame, key, by, *aggregates):
    return frame.group_by(key).agg(*aggregates).sort(by, descending=True).head(12).rows()


owners = m.group_by("author").agg(downloads.sum(), count).sort("downloads", descending=True)
sums = owners["downloads"]
total = sums.sum()
tags = m.select("tags", "downloads").explode("tags")
licenses = tags.filter(pl.col("tags").str.starts_with("license:"))
bases = tags.filter(pl.col("tags").str.starts_with("base_model:"))
sizes = m.select(pl.col("id").str.extract(r"[-_]([0-9]+(?:\.[0-9]+)?)[bB]\b").alias("size"))
years = m.select(pl.col("createdAt").str.slice(0, 4).alias("year"), "downloads")

print(json.dumps({
    "totals": [m.height, total, m["downloads"].median()],
    "owners": owners.head(12).rows(),
    "concentration": [sums.head(5).sum() / total, ((sums / total) ** 2).sum()],
    "licenses": largest(licenses, "tags", "n", count, downloads.sum()),
    "tasks": largest(m, "pipeline_tag", "n", count, downloads.sum()),
    "libraries": largest(m, "library_name", "downloads", downloads.sum()),
    "sizes": largest(sizes, "size", "n", count),
    "cohorts": years.group_by("year").agg(count, downloads.sum()).sort("year").rows(),
    "bases": largest(bases, "tags", "n", count),
    "leaders": m.select("id", "downloads").top_k(10, by="downloads").rows(),
}))
