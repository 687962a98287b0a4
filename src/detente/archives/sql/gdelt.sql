-- GDELT 1.0 and 2.0 events. Codes are strings with leading zeros; the countries of places are FIPS 10-4; `featureid` is
-- no GeoNames id. DATEADDED is a day in 1.0 and a moment in 2.0: when GDELT, and so the world, could know.
SELECT row, sha256, fault, globaleventid AS archive_id, eventcode AS code, as_day(day) AS earliest, as_day(day) AS latest,
  CASE WHEN length(dateadded) = 14 THEN timezone('UTC', try_strptime(dateadded, '%Y%m%d%H%M%S'))
    ELSE end_of(as_day(dateadded)) END AS known_at,
  coalesce(actor1name, actor1code) AS name_1, coalesce(actor1countrycode, 'group:' || actor1knowngroupcode) AS country_1,
  actor1type1code AS sector_1,
  coalesce(actor2name, actor2code) AS name_2, coalesce(actor2countrycode, 'group:' || actor2knowngroupcode) AS country_2,
  actor2type1code AS sector_2,
  2 AS towards, day AS day_text, as_scale(goldsteinscale) AS scale, NULL::VARCHAR[] AS about,
  actiongeo_fullname AS place_name, actiongeo_countrycode AS place_country,
  as_degrees(actiongeo_lat, 90) AS lat, as_degrees(actiongeo_long, 180) AS lon, NULL::BIGINT AS geonames,
  CASE actiongeo_type WHEN '1' THEN 'country' WHEN '2' THEN 'region' WHEN '5' THEN 'region'
    WHEN '3' THEN 'city' WHEN '4' THEN 'city' END AS precision
FROM cells
