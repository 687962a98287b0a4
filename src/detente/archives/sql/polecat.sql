-- POLECAT. Lists have ";" between their parts. The publication date is when the world could know.
SELECT row, sha256, fault, event_id AS archive_id, event_type || coalesce('/' || event_mode, '') AS code,
  as_day(event_date) AS earliest, as_day(event_date) AS latest, end_of(as_day(publication_date)) AS known_at,
  actor_name AS name_1, actor_country AS country_1, primary_actor_sector AS sector_1,
  recipient_name AS name_2, recipient_country AS country_2, primary_recipient_sector AS sector_2,
  2 AS towards, event_date AS day_text, as_scale(intensity) AS scale,
  list_filter(list_transform(string_split(contexts, ';'), lambda c: lower(trim(c))), lambda c: c <> '') AS about,
  coalesce(placename, city, district, province, country) AS place_name, country AS place_country,
  as_degrees(latitude, 90) AS lat, as_degrees(longitude, 180) AS lon, try_cast(geonames_id AS BIGINT) AS geonames,
  CASE WHEN city IS NOT NULL THEN 'city' WHEN coalesce(district, province) IS NOT NULL THEN 'region'
    WHEN country IS NOT NULL THEN 'country' END AS precision
FROM cells
