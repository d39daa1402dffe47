"""Ten aggregates of a dump as the Hub's API gives it with `full=true`, by DuckDB: with_duckdb.py DUMP.json."""

import json
import sys

import duckdb

AGGREGATES = {
    "totals": "select count(*), sum(downloads)::bigint, median(downloads) from m",
    "owners": "select author, sum(downloads) d, count(*) from m group by 1 order by d desc limit 12",
    "concentration": """
        select sum(d) filter (r <= 5) / sum(d), sum(d * d) / (sum(d) * sum(d))
        from (select d, row_number() over (order by d desc) r from (select sum(downloads)::double d from m group by author))""",
    "licenses": """
        select t, count(*) n, sum(downloads) from (select downloads, unnest(tags) t from m)
        where starts_with(t, 'license:') group by 1 order by n desc limit 12""",
    "tasks": "select pipeline_tag, count(*) n, sum(downloads) from m group by 1 order by n desc limit 12",
    "libraries": "select library_name, sum(downloads) d from m group by 1 order by d desc limit 12",
    "sizes": r"""
        select s, count(*) n from (select regexp_extract(id, '[-_]([0-9]+(\.[0-9]+)?)[bB]\b', 1) s from m)
        group by 1 order by n desc limit 12""",
    "cohorts": "select year(createdAt::timestamp), count(*), sum(downloads) from m group by 1 order by 1",
    "bases": """
        select t, count(*) n from (select unnest(tags) t from m)
        where starts_with(t, 'base_model:') group by 1 order by n desc limit 12""",
    "leaders": "select id, downloads from m order by downloads desc limit 10",
}

base = duckdb.connect()
# Only what is asked for is typed, and read once.
base.execute(
    "create table m as select id, author, downloads, pipeline_tag, library_name, tags, createdAt from read_json(?)", [sys.argv[1]]
)
answers = {name: base.execute(sql).fetchall() for name, sql in AGGREGATES.items()}
answers["totals"] = answers["totals"][0]
print(json.dumps(answers, default=int))
