-- Makes a series of many days' models.parquet: one row a day of the headlines, as hubstate defines them for `top=all`.
-- README.md says how it is run.
--
-- source  a pattern of files, each with its day in its path, such as models/*/models.parquet
-- series  the file to write, a CSV
-- tables  the folder src/reference/tables of hubstate, which knows the licenses
SET TimeZone = 'UTC';

CREATE OR REPLACE TEMP TABLE permissive AS
SELECT id AS license FROM read_csv(getvariable('tables') || '/licenses.csv') WHERE bucket = 'permissive';

CREATE OR REPLACE TEMP MACRO share(part, whole) AS part / nullif(whole, 0);
CREATE OR REPLACE TEMP MACRO opened(value) AS if(json_type(value) = 'VARCHAR', try_cast(value ->> '$' AS JSON), value);
CREATE OR REPLACE TEMP MACRO first_text(value) AS
    CASE json_type(value) WHEN 'ARRAY' THEN value ->> '$[0]' WHEN 'VARCHAR' THEN value ->> '$' END;

-- Vintages differ in their columns: the first SELECT names all of them, the second brings those that are there.
CREATE OR REPLACE TEMP VIEW hub AS
SELECT
    NULL::VARCHAR AS _id, NULL::VARCHAR AS id, NULL::VARCHAR AS author, NULL::BIGINT AS downloads, NULL::VARCHAR[] AS tags,
    NULL::BOOLEAN AS private, NULL::BOOLEAN AS disabled, NULL::BOOLEAN AS removed, NULL::VARCHAR AS filename, NULL::JSON AS cardData
WHERE false
UNION ALL BY NAME
SELECT
    COLUMNS(c -> c IN ('_id', 'id', 'author', 'downloads', 'tags', 'private', 'disabled', 'removed', 'filename')),
    to_json(COLUMNS(c -> c IN ('cardData', 'always')))
FROM (SELECT *, NULL AS always FROM read_parquet(getvariable('source'), union_by_name = true, filename = true));

COPY (
    WITH models AS (
        SELECT
            regexp_extract(filename, '\d{4}-\d{2}-\d{2}')::DATE AS day,
            CASE WHEN contains(id, '/') THEN split_part(id, '/', 1) ELSE coalesce(author, '(none)') END AS owner,
            downloads,
            lower(coalesce(
                substr(list_filter(tags, lambda tag: starts_with(tag, 'license:') AND len(tag) > 8)[1], 9),
                first_text(opened(cardData) -> '$.license')
            )) AS license
        FROM hub
        WHERE id IS NOT NULL AND NOT (coalesce(private, false) OR coalesce(disabled, false) OR coalesce(removed, false))
        -- Of one repository listed twice the row with more downloads stays.
        QUALIFY row_number() OVER (PARTITION BY filename, coalesce(_id, id) ORDER BY downloads DESC NULLS LAST, id) = 1
    ),
    days AS (
        SELECT
            day,
            count(*) AS models,
            coalesce(sum(downloads), 0) AS downloads,
            median(downloads) AS median_downloads,
            count(*) FILTER (license IN (FROM permissive)) AS permissive_count,
            coalesce(sum(downloads) FILTER (license IN (FROM permissive)), 0) AS permissive_downloads,
            count(*) FILTER (license IS NULL) AS unspecified_count
        FROM models GROUP BY day
    ),
    owners AS (SELECT day, owner, coalesce(sum(downloads), 0)::BIGINT AS downloads FROM models GROUP BY day, owner),
    ranked AS (
        SELECT
            *,
            row_number() OVER (PARTITION BY day ORDER BY downloads DESC, owner) AS rank,
            sum(downloads) OVER (PARTITION BY day ORDER BY downloads DESC, owner ROWS UNBOUNDED PRECEDING) AS up_to_here,
            sum(downloads) OVER (PARTITION BY day) AS whole
        FROM owners
    ),
    concentration AS (
        SELECT
            day,
            count(*) AS owners,
            max(owner) FILTER (rank = 1) AS leader,
            share(sum(downloads) FILTER (rank = 1), any_value(whole)) AS leader_share,
            share(sum(downloads) FILTER (rank <= 5), any_value(whole)) AS top5_share,
            share(sum(downloads) FILTER (rank <= 10), any_value(whole)) AS top10_share,
            share(sum(downloads) FILTER (rank <= 50), any_value(whole)) AS top50_share,
            min(rank) FILTER (2 * up_to_here >= whole) AS half_rank,
            10000 * sum(share(downloads, whole) ** 2) AS hhi
        FROM ranked GROUP BY day
    )
    SELECT
        day, models, downloads, median_downloads, owners, leader, leader_share, top5_share, top10_share, top50_share,
        half_rank, hhi, permissive_count, share(permissive_count, models) AS permissive_share,
        share(permissive_downloads, downloads) AS permissive_download_share, unspecified_count
    FROM days JOIN concentration USING (day) ORDER BY day
) TO (getvariable('series')) (FORMAT csv);
