-- The rows of a chunk with what their texts stand for, each with its fault or the id that its Event has: SHA-256 over
-- the canonical JSON of detente.schema. `canonical` columns are pieces of that JSON, written by the schema itself.
CREATE OR REPLACE TEMP TABLE coded AS
SELECT *, sha256(concat(
    '["event",', dataset, ',', row, ',"', sha256, '",', act, ',"reported",false,null,[', by_names, '],[', to_names, '],',
    place, ',["', earliest, '","', latest, '"],null,null]'
  )) AS id
FROM (
  SELECT r.row, r.sha256, r.archive_id, r.code, r.day_text, getvariable('dataset') AS dataset,
    CASE WHEN r.fault IS NOT NULL THEN r.fault
      WHEN r.code IS NULL THEN 'no event code'
      WHEN a.fault IS NOT NULL THEN a.fault
      WHEN r.earliest IS NULL OR r.latest IS NULL THEN 'no date that can be read'
      WHEN r.latest < r.earliest THEN 'it ends before it begins'
      WHEN r.earliest > getvariable('today') THEN 'date lies in the future'
    END AS fault,
    a.type, a.mode, list_concat(a.contexts, coalesce(r.about, [])) AS contexts,
    coalesce(r.scale, a.intensity) AS intensity, a.canonical AS act,
    coalesce(CASE r.towards WHEN 1 THEN two.actors WHEN 2 THEN one.actors
      ELSE list_concat(one.actors, two.actors) END, []) AS "by",
    coalesce(CASE r.towards WHEN 1 THEN one.actors WHEN 2 THEN two.actors END, []) AS "to",
    coalesce(CASE r.towards WHEN 1 THEN two.canonical WHEN 2 THEN one.canonical
      ELSE concat_ws(',', one.canonical, two.canonical) END, '') AS by_names,
    coalesce(CASE r.towards WHEN 1 THEN one.canonical WHEN 2 THEN two.canonical END, '') AS to_names,
    r.place_name, p.code AS place_country, r.lat AS latitude, r.lon AS longitude, r.geonames AS geonames_id,
    r.precision, coalesce(p.canonical, 'null') AS place,
    r.earliest, r.latest, coalesce(r.known_at, end_of(r.latest)) AS known_at
  FROM raw r
  LEFT JOIN acts a ON a.code = r.code
  LEFT JOIN parties one ON one.name = r.name_1
    AND one.country IS NOT DISTINCT FROM r.country_1 AND one.sector IS NOT DISTINCT FROM r.sector_1
  LEFT JOIN parties two ON two.name = r.name_2
    AND two.country IS NOT DISTINCT FROM r.country_2 AND two.sector IS NOT DISTINCT FROM r.sector_2
  LEFT JOIN places p ON p.name = r.place_name AND p.country IS NOT DISTINCT FROM r.place_country
);
