-- A table of a user's own: date, by, type, to.
SELECT row, sha256, fault, NULL::VARCHAR AS archive_id, type AS code, as_day(date) AS earliest, as_day(date) AS latest,
  NULL::TIMESTAMPTZ AS known_at,
  "by" AS name_1, NULL::VARCHAR AS country_1, NULL::VARCHAR AS sector_1,
  "to" AS name_2, NULL::VARCHAR AS country_2, NULL::VARCHAR AS sector_2,
  2 AS towards, date AS day_text, NULL::DOUBLE AS scale, NULL::VARCHAR[] AS about,
  NULL::VARCHAR AS place_name, NULL::VARCHAR AS place_country, NULL::DOUBLE AS lat, NULL::DOUBLE AS lon,
  NULL::BIGINT AS geonames, NULL::VARCHAR AS precision
FROM cells
