-- Views over the segments, bounded by {{as_of}} (what the world could know by then) and {{recorded_by}} (what
-- this store had taken by then). `segment_*` are the raw rows of the tables.

-- The first-known row of an id wins.
CREATE VIEW first_reports AS
SELECT *, coalesce(published_at, retrieved_at) AS known_at
FROM segment_reports
WHERE recorded_at <= {recorded_by}
QUALIFY row_number() OVER (PARTITION BY id ORDER BY recorded_at, filename) = 1;

-- A report has been read when its row in readings is there; its latest reading is the one shown.
CREATE VIEW current_readings AS
SELECT source_id, reading_id, recorded_at
FROM (
  SELECT source_id, reading_id, min(recorded_at) AS recorded_at
  FROM segment_readings
  WHERE recorded_at <= {recorded_by}
  GROUP BY ALL
)
QUALIFY row_number() OVER (PARTITION BY source_id ORDER BY recorded_at DESC, reading_id DESC) = 1;

CREATE VIEW read_reports AS
SELECT r.* EXCLUDE (filename)
FROM first_reports r
SEMI JOIN current_readings c ON c.source_id = r.id
WHERE r.known_at <= {as_of};

-- A report that comes again with changed text replaces the version before it. What comes again has the same
-- address (one that leads to a page, not to a whole site), or else publisher, title and published moment.
CREATE VIEW versions AS
SELECT id, known_at, recorded_at, CASE
    WHEN regexp_matches(url, '^[a-z]+://[^/]+/.') THEN url
    WHEN publisher.id <> 'unknown' THEN concat_ws(chr(31), publisher.id, title, published_at)
  END AS version_of,
  title IS NOT NULL AND published_at IS NOT NULL OR url IS NOT NULL AS named
FROM read_reports;

CREATE VIEW known_reports AS
SELECT r.* REPLACE (coalesce(r.replaces, v.before) AS replaces)
FROM read_reports r
LEFT JOIN (
  SELECT id, lag(id) OVER (PARTITION BY version_of ORDER BY known_at, recorded_at, id) AS before
  FROM versions WHERE named AND version_of IS NOT NULL
) v USING (id);

-- Where a record's report stands: known by then, and not replaced by a later version that was known by then.
CREATE VIEW sources AS
WITH known AS MATERIALIZED (SELECT id, published_at, retrieved_at, known_at, replaces FROM known_reports)
SELECT c.source_id, c.reading_id, r.published_at, r.retrieved_at, r.known_at, r.id IS NOT NULL AS is_report,
  r.replaces,
  c.source_id IN (SELECT replaces FROM known WHERE replaces IS NOT NULL) AS replaced
FROM current_readings c
LEFT JOIN known r ON r.id = c.source_id;

-- Everything that turned something away.
CREATE VIEW rejections AS
SELECT id AS rejection_id, input_id, stage, reason, detail, recorded_at
FROM segment_rejections
WHERE recorded_at <= {recorded_by}
QUALIFY row_number() OVER (PARTITION BY id ORDER BY recorded_at, filename) = 1;

CREATE VIEW readings AS
SELECT * EXCLUDE (filename)
FROM segment_readings
WHERE recorded_at <= {recorded_by}
QUALIFY row_number() OVER (PARTITION BY source_id, reading_id ORDER BY recorded_at, filename) = 1;

-- Rows of archives count once the row of their import is there; of two imports of the same file the first.
CREATE VIEW imports AS
SELECT * EXCLUDE (filename)
FROM segment_imports
WHERE recorded_at <= {recorded_by}
QUALIFY row_number() OVER (PARTITION BY dataset, sha256 ORDER BY recorded_at, id) = 1;

CREATE VIEW imported_events AS
SELECT e.* EXCLUDE (filename), i.reading_id, {verdict} AS verdict
FROM segment_imported e JOIN imports i ON i.id = e.import_id {judged}
WHERE e.known_at <= {as_of};

-- What people decided. `verdicts` holds what counts of it for single records: the last word, if not undone.
CREATE VIEW known_judgements AS
SELECT * EXCLUDE (filename)
FROM segment_judgements
WHERE judged_at <= {as_of} AND recorded_at <= {recorded_by}
QUALIFY row_number() OVER (PARTITION BY id ORDER BY recorded_at, filename) = 1;

CREATE VIEW judgements AS
SELECT id AS judgement_id, * EXCLUDE (id) FROM known_judgements;

-- A forecast is known from the moment that it was made as of, although it may have been issued later.
CREATE VIEW forecasts AS
SELECT * EXCLUDE (filename)
FROM segment_forecasts
WHERE as_of <= {as_of} AND recorded_at <= {recorded_by}
QUALIFY row_number() OVER (PARTITION BY id ORDER BY recorded_at, filename) = 1;

-- The latest outcome of each forecast: reports that come late may change it.
CREATE VIEW outcomes AS
SELECT * EXCLUDE (filename)
FROM segment_outcomes
WHERE resolved_at <= {as_of} AND recorded_at <= {recorded_by}
QUALIFY row_number() OVER (PARTITION BY forecast_id ORDER BY resolved_at DESC, recorded_at DESC, id) = 1;
