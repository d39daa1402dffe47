-- Makes a snapshot that hubstate reads of a models.parquet as hub-stats lays it out: only what a section asks for,
-- the days without their hours, and of the tags those that say something. README.md says how it is run.
--
-- source       the file, or a pattern of several that are one
-- snapshot     the file to write
-- captured_at  the day of capture, such as 2026-09-30
-- tables       the folder src/reference/tables of hubstate, which knows the words that tags are made of
SET TimeZone = 'UTC';

-- A tag says something by its prefix, or as a word of these tables.
SET VARIABLE telling = (
    SELECT '(?i)^(?:(?:license|base_model|arxiv|diffusers|task_categories|size_categories|modality|format):|(?:multilingual|lerobot|'
        || string_agg(regexp_escape(word), '|' ORDER BY word) || ')$)'
    FROM (
        SELECT unnest(string_split(words, ' ')) AS word FROM read_csv(getvariable('tables') || '/formats.csv') WHERE match_on = 'tag'
        UNION SELECT unnest(string_split(types, ' ')) FROM read_csv(getvariable('tables') || '/architectures.csv')
        -- The Navajo language is `nv`, and Norwegian is no `false`: codes are texts.
        UNION SELECT code FROM read_csv(getvariable('tables') || '/languages.csv', all_varchar = true)
    )
);

CREATE OR REPLACE TEMP MACRO day_of(moment) AS try_cast(left(moment::VARCHAR, 10) AS DATE);
-- What is nested is JSON here; hub-stats keeps some of it as a text that holds JSON.
CREATE OR REPLACE TEMP MACRO opened(value) AS if(json_type(value) = 'VARCHAR', try_cast(value ->> '$' AS JSON), value);
CREATE OR REPLACE TEMP MACRO texts(value) AS
    CASE json_type(value) WHEN 'ARRAY' THEN json_extract_string(value, '$[*]') WHEN 'VARCHAR' THEN [value ->> '$'] END;
CREATE OR REPLACE TEMP MACRO count_in(value) AS if(json_type(value) IN ('UBIGINT', 'BIGINT'), value::BIGINT, NULL);
CREATE OR REPLACE TEMP MACRO has(tags, prefix) AS
    coalesce(len(list_filter(tags, lambda tag: starts_with(tag, prefix) AND len(tag) > len(prefix))) > 0, false);

-- What the file says of itself, as docs/snapshot-format.md has it.
SET VARIABLE said = json_object('schema', 'hubstate-snapshot/1', 'version', 1, 'needs', 1, 'kind', 'models',
    'captured_at', getvariable('captured_at'), 'source', 'cfahlgren1/hub-stats, by DuckDB')::VARCHAR;

-- Vintages differ in their columns: the first SELECT names all of them, the second brings those that are there.
CREATE OR REPLACE TEMP VIEW hub AS
SELECT
    NULL::VARCHAR AS id, NULL::VARCHAR AS author, NULL::BIGINT AS downloads, NULL::BIGINT AS downloadsAllTime,
    NULL::BIGINT AS likes, NULL::BIGINT AS trendingScore, NULL::DATE AS createdAt, NULL::DATE AS lastModified,
    NULL::VARCHAR AS pipeline_tag, NULL::VARCHAR AS library_name, NULL::VARCHAR[] AS tags, NULL::BOOLEAN AS gated,
    NULL::BOOLEAN AS private, NULL::BOOLEAN AS disabled, NULL::BOOLEAN AS removed,
    NULL::JSON AS safetensors, NULL::JSON AS gguf, NULL::JSON AS config, NULL::JSON AS baseModels, NULL::JSON AS cardData
WHERE false
UNION ALL BY NAME
SELECT
    COLUMNS(c -> c IN ('id', 'author', 'downloads', 'downloadsAllTime', 'likes', 'trendingScore', 'createdAt', 'lastModified',
        'pipeline_tag', 'library_name', 'tags', 'gated', 'private', 'disabled', 'removed')),
    -- A list of columns that matches none is an error, so that there is always one.
    to_json(COLUMNS(c -> c IN ('safetensors', 'gguf', 'config', 'baseModels', 'cardData', 'always')))
FROM (SELECT *, NULL AS always FROM read_parquet(getvariable('source'), union_by_name = true));

COPY (
    WITH nested AS (
        SELECT * REPLACE (
            opened(safetensors) AS safetensors, opened(gguf) AS gguf, opened(config) AS config,
            opened(baseModels) AS baseModels, opened(cardData) AS cardData
        ) FROM hub
    ),
    lineage AS (
        SELECT *, if(json_type(baseModels -> '$.models') = 'ARRAY', json_extract_string(baseModels, '$.models[*].id'), NULL) AS bases
        FROM nested
    )
    SELECT
        id,
        -- An id without a slash has its owner here.
        if(contains(id, '/'), NULL, author) AS author,
        downloads,
        downloadsAllTime,
        likes,
        trendingScore,
        day_of(createdAt) AS createdAt,
        day_of(lastModified) AS lastModified,
        pipeline_tag,
        library_name,
        gated,
        nullif(coalesce(private, false) OR coalesce(disabled, false) OR coalesce(removed, false), false) AS private,
        list_filter(tags, lambda tag: regexp_matches(tag, getvariable('telling'))
            AND NOT (len(coalesce(bases, [])) > 0 AND starts_with(tag, 'base_model:'))) AS tags,
        -- A dot in a name means nesting, so that these are the keys of the Hub.
        coalesce(count_in(safetensors -> '$.total'), list_sum(try_cast(json_extract(safetensors, '$.parameters.*') AS BIGINT[])))::BIGINT
            AS "safetensors.total",
        count_in(gguf -> '$.total') AS "gguf.total",
        gguf ->> '$.architecture' AS "gguf.architecture",
        config ->> '$.model_type' AS "config.model_type",
        baseModels ->> '$.relation' AS "baseModels.relation",
        bases AS "baseModels.models",
        -- What the card says counts where the tags say nothing.
        if(has(tags, 'license:'), NULL, texts(cardData -> '$.license')) AS "cardData.license",
        cardData ->> '$.license_name' AS "cardData.license_name",
        if(has(tags, 'base_model:') OR len(coalesce(bases, [])) > 0, NULL, texts(cardData -> '$.base_model')) AS "cardData.base_model",
        texts(cardData -> '$.language') AS "cardData.language"
    FROM lineage
    ORDER BY downloads DESC NULLS LAST, id
) TO (getvariable('snapshot')) (FORMAT parquet, COMPRESSION zstd, KV_METADATA {hubstate: getvariable('said')});
