-- UCDP GED. In state-based (1) and non-state (2) violence the order of the sides is no direction; one-sided violence (3)
-- is by side A upon civilians.
SELECT row, sha256, fault, id AS archive_id, type_of_violence AS code, as_day(date_start) AS earliest,
  coalesce(as_day(date_end), as_day(date_start)) AS latest, NULL::TIMESTAMPTZ AS known_at,
  side_a AS name_1, country AS country_1, NULL::VARCHAR AS sector_1,
  side_b AS name_2, country AS country_2,
  CASE type_of_violence WHEN '1' THEN 'REB' WHEN '3' THEN 'CVL' END AS sector_2,
  CASE WHEN type_of_violence = '3' THEN 2 ELSE 0 END AS towards,
  concat_ws(' to ', date_start, date_end) AS day_text, NULL::DOUBLE AS scale, NULL::VARCHAR[] AS about,
  coalesce(where_coordinates, adm_2, adm_1, country) AS place_name, country AS place_country,
  as_degrees(latitude, 90) AS lat, as_degrees(longitude, 180) AS lon, NULL::BIGINT AS geonames,
  CASE where_prec WHEN '1' THEN 'point' WHEN '2' THEN 'city' WHEN '3' THEN 'region' WHEN '4' THEN 'region'
    WHEN '5' THEN 'region' WHEN '6' THEN 'country' END AS precision
FROM cells
