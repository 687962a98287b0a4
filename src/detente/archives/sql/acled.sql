-- ACLED. The order of the actors is no direction; that one side are civilians, or those who protest, is one.
SELECT * EXCLUDE (one, other),
  CASE WHEN (one = 'target') <> (other = 'target') THEN CASE WHEN one = 'target' THEN 1 ELSE 2 END
    WHEN (one = 'doer') <> (other = 'doer') THEN CASE WHEN one = 'doer' THEN 2 ELSE 1 END
    ELSE 0 END AS towards
FROM (
  SELECT row, sha256, fault, event_id_cnty AS archive_id, event_type || '|' || coalesce(sub_event_type, '') AS code,
    as_day(event_date) AS earliest, as_day(event_date) AS latest, NULL::TIMESTAMPTZ AS known_at,
    actor1 AS name_1, NULL::VARCHAR AS country_1, inter1 AS sector_1,
    actor2 AS name_2, NULL::VARCHAR AS country_2, inter2 AS sector_2,
    part_of(inter1, event_type, sub_event_type) AS one, part_of(inter2, event_type, sub_event_type) AS other,
    event_date AS day_text, NULL::DOUBLE AS scale,
    NULL::VARCHAR[] AS about, coalesce(location, admin3, admin2, admin1, country) AS place_name,
    country AS place_country, as_degrees(latitude, 90) AS lat, as_degrees(longitude, 180) AS lon, NULL::BIGINT AS geonames,
    CASE geo_precision WHEN '1' THEN 'city' WHEN '2' THEN 'region' WHEN '3' THEN 'region' END AS precision
  FROM cells
)
