-- The record as flat tables: the columns of `detente export`. Each has hidden companions, by_ids and
-- to_ids, with every id that --about may name, and a third, verdict: whether a person confirmed or rejected the
-- record. Reports that a later version replaces are left out.

CREATE MACRO ids(actors) AS list_filter(
  flatten(list_transform(actors, lambda a: list_concat([a.entity, a.country], a.members))),
  lambda i: i IS NOT NULL
);
CREATE MACRO certainty(verdict, probability) AS CASE verdict WHEN 'confirm' THEN 1.0 ELSE probability END;
CREATE MACRO texts(actors) AS list_transform(actors, lambda a: coalesce(a.mention.text, a.name));

CREATE VIEW flat_events AS
SELECT e.id AS event_id, e.source_id AS report_id, e.published_at, e.retrieved_at,
  e.type, e.mode, e.contexts, q.quad, e.intensity, e.status,
  texts(e."by") AS by_text, list_transform(e."by", lambda a: a.entity) AS by_actor,
  list_transform(e."by", lambda a: a.country) AS by_country,
  list_transform(e."by", lambda a: a.sector) AS by_sector,
  texts(e."to") AS to_text, list_transform(e."to", lambda a: a.entity) AS to_actor,
  list_transform(e."to", lambda a: a.country) AS to_country,
  list_transform(e."to", lambda a: a.sector) AS to_sector,
  e.place.mention.text AS place_text, e.place.name AS place_name, e.place.country AS place_country,
  e.place.latitude AS latitude, e.place.longitude AS longitude, e.place.geonames_id AS geonames_id,
  e."when".earliest AS date_earliest, e."when".latest AS date_latest, e."when".basis AS date_basis,
  e.background, coalesce(e.speaker.mention.text, e.speaker.name) AS speaker_text,
  e.speaker.entity AS speaker_actor, e.speaker.country AS speaker_country, e.said_in,
  e.trigger.text AS trigger, e.trigger."start" AS trigger_start, e.trigger."end" AS trigger_end,
  e.grounds.evidence[1]."start" AS "start", e.grounds.evidence[1]."end" AS "end",
  e.grounds.evidence[1].text AS sentence, certainty(e.verdict, e.grounds.probability) AS probability, e.reading_id,
  e.known_at, e.verdict, ids(e."by") AS by_ids, ids(e."to") AS to_ids,
  NULL::VARCHAR AS dataset, NULL::BIGINT AS "row", NULL::VARCHAR AS archive_id, NULL::VARCHAR AS code
FROM event_records e LEFT JOIN quads q ON q.type = e.type
WHERE NOT e.replaced;

-- Events of archives in the same columns, with what stands for their evidence. --about may name their actors too.
CREATE VIEW flat_imported AS
SELECT e.id AS event_id, e.type, e.mode, e.contexts, q.quad, e.intensity, 'reported' AS status,
  list_transform(e."by", lambda a: a.name) AS by_text, list_transform(e."by", lambda a: NULL::VARCHAR) AS by_actor,
  list_transform(e."by", lambda a: a.country) AS by_country,
  list_transform(e."by", lambda a: a.sector) AS by_sector,
  list_transform(e."to", lambda a: a.name) AS to_text, list_transform(e."to", lambda a: NULL::VARCHAR) AS to_actor,
  list_transform(e."to", lambda a: a.country) AS to_country,
  list_transform(e."to", lambda a: a.sector) AS to_sector,
  e.place_name AS place_text, e.place_name, e.place_country, e.latitude, e.longitude, e.geonames_id,
  e.earliest AS date_earliest, e.latest AS date_latest, 'stated' AS date_basis, false AS background,
  1.0::DOUBLE AS probability, e.reading_id, e.known_at, e.verdict,
  flatten(list_transform(e."by", lambda a: [a.name, a.country])) AS by_ids,
  flatten(list_transform(e."to", lambda a: [a.name, a.country])) AS to_ids,
  e.dataset, e."row", e.archive_id, e.code
FROM imported_events e LEFT JOIN quads q ON q.type = e.type;

CREATE VIEW flat_statements AS
SELECT s.id AS statement_id, s.source_id AS report_id, s.act,
  coalesce(s.speaker.mention.text, s.speaker.name) AS speaker_text, s.speaker.entity AS speaker_actor,
  s.speaker.country AS speaker_country,
  coalesce(s.addressee.mention.text, s.addressee.name) AS addressee_text,
  s.addressee.entity AS addressee_actor, s.addressee.country AS addressee_country,
  coalesce(s.target.mention.text, s.target.name) AS target_text, s.target.entity AS target_actor,
  list_transform(s.content, lambda c: c.text) AS content,
  list_transform(s.content, lambda c: c."start") AS content_start,
  list_transform(s.content, lambda c: c."end") AS content_end,
  s.quoted, s.via, s.tone,
  s.grounds.evidence[1]."start" AS "start", s.grounds.evidence[1]."end" AS "end",
  s.grounds.evidence[1].text AS sentence, certainty(s.verdict, s.grounds.probability) AS probability, s.reading_id,
  s.known_at, s.verdict, ids([s.speaker]) AS by_ids, ids([s.addressee, s.target]) AS to_ids
FROM statement_records s
WHERE NOT s.replaced;

CREATE VIEW flat_commitments AS
SELECT c.id AS commitment_id, c.source_id AS report_id, c.act,
  texts(c."by") AS by_text, list_transform(c."by", lambda a: a.entity) AS by_actor,
  list_transform(c."by", lambda a: a.country) AS by_country,
  texts(c."to") AS to_text, list_transform(c."to", lambda a: a.entity) AS to_actor,
  list_transform(c."to", lambda a: a.country) AS to_country,
  c.action.text AS action, c.condition.text AS condition, c.otherwise.text AS otherwise,
  c.due.expression.text AS due_text, c.due.earliest AS due_earliest, c.due.latest AS due_latest,
  coalesce(c.speaker.mention.text, c.speaker.name) AS speaker_text, c.said_in,
  c.grounds.evidence[1]."start" AS "start", c.grounds.evidence[1]."end" AS "end",
  c.grounds.evidence[1].text AS sentence, certainty(c.verdict, c.grounds.probability) AS probability, c.reading_id,
  c.known_at, c.verdict, ids(c."by") AS by_ids, ids(c."to") AS to_ids
FROM commitment_records c
WHERE NOT c.replaced;

CREATE VIEW flat_figures AS
SELECT f.id AS figure_id, f.source_id AS report_id, f.quantity, f.low, f.high, f.unit,
  coalesce(f.of.mention.text, f.of.name) AS "of", f.event AS event_id,
  coalesce(f.speaker.mention.text, f.speaker.name) AS speaker_text, f.said_in,
  f.grounds.evidence[1]."start" AS "start", f.grounds.evidence[1]."end" AS "end",
  f.grounds.evidence[1].text AS sentence, certainty(f.verdict, f.grounds.probability) AS probability, f.reading_id,
  f.known_at, f.verdict, list_concat(ids(e."by"), ids([f.speaker])) AS by_ids,
  list_concat(ids(e."to"), ids([f.of])) AS to_ids
FROM figure_records f LEFT JOIN event_records e ON e.id = f.event
WHERE NOT f.replaced;

CREATE VIEW flat_reports AS
SELECT r.id AS report_id, r.url, r.title, r.publisher.name AS publisher, r.origin, r.published_at,
  r.retrieved_at, r.recorded_at, r.language, length(r.text) AS chars, r.replaces, r.raw_sha256, r.extraction,
  r.known_at
FROM known_reports r;

-- What people rejected is not shown.
CREATE VIEW events AS
SELECT * EXCLUDE (known_at, by_ids, to_ids, verdict, dataset, "row", archive_id, code) FROM flat_events
WHERE verdict IS DISTINCT FROM 'reject';
CREATE VIEW statements AS SELECT * EXCLUDE (known_at, by_ids, to_ids, verdict) FROM flat_statements
WHERE verdict IS DISTINCT FROM 'reject';
CREATE VIEW commitments AS SELECT * EXCLUDE (known_at, by_ids, to_ids, verdict) FROM flat_commitments
WHERE verdict IS DISTINCT FROM 'reject';
CREATE VIEW figures AS SELECT * EXCLUDE (known_at, by_ids, to_ids, verdict) FROM flat_figures
WHERE verdict IS DISTINCT FROM 'reject';
CREATE VIEW reports AS SELECT * EXCLUDE (known_at) FROM flat_reports;
