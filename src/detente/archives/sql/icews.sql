-- ICEWS. CAMEO codes are strings: "010" is not "10". An event id that occurs twice with other words is two events.
SELECT row, sha256, fault, event_id AS archive_id, cameo_code AS code, as_day(event_date) AS earliest, as_day(event_date) AS latest,
  NULL::TIMESTAMPTZ AS known_at,
  source_name AS name_1, source_country AS country_1, source_sectors AS sector_1,
  target_name AS name_2, target_country AS country_2, target_sectors AS sector_2,
  2 AS towards, event_date AS day_text, as_scale(intensity) AS scale, NULL::VARCHAR[] AS about,
  coalesce(city, district, province, country) AS place_name, country AS place_country,
  as_degrees(latitude, 90) AS lat, as_degrees(longitude, 180) AS lon, NULL::BIGINT AS geonames,
  CASE WHEN city IS NOT NULL THEN 'city' WHEN coalesce(district, province) IS NOT NULL THEN 'region'
    WHEN country IS NOT NULL THEN 'country' END AS precision
FROM cells
