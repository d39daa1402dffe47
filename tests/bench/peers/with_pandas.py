"""Ten aggregates of a dump as the Hub's API gives it with `full=true`, by pandas: with_pandas.py DUMP.json."""

import json
import sys

import pandas as pd

m = pd.read_json(sys.argv[1])


def largest(frame, key, by):
    sums = frame.fillna({key: "(none)"}).groupby(key)["downloads"].agg(["count", "sum"])
    return sums.sort_values(by, ascending=False).head(12).reset_index().values.tolist()


owners = m.groupby("author")["downloads"].sum().sort_values(ascending=False)
total = int(owners.sum())
tags = m[["tags", "downloads"]].explode("tags").dropna()
licenses = tags[tags["tags"].str.startswith("license:")]
bases = tags[tags["tags"].str.startswith("base_model:")]
sizes = m.assign(size=m["id"].str.extract(r"[-_]([0-9]+(?:\.[0-9]+)?)[bB]\b")[0])
years = m.assign(year=pd.to_datetime(m["createdAt"]).dt.year)

print(json.dumps({
    "totals": [len(m), total, float(m["downloads"].median())],
    "owners": largest(m, "author", "sum"),
    "concentration": [owners.head(5).sum() / total, float(((owners / total) ** 2).sum())],
    "licenses": largest(licenses, "tags", "count"),
    "tasks": largest(m, "pipeline_tag", "count"),
    "libraries": largest(m, "library_name", "sum"),
    "sizes": largest(sizes, "size", "count"),
    "cohorts": largest(years, "year", "count"),
    "bases": largest(bases, "tags", "count"),
    "leaders": m.nlargest(10, "downloads")[["id", "downloads"]].values.tolist(),
}, default=str))
