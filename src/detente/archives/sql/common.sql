-- Words that the queries of all archives use.

-- A cell without the marks that programs put around it, NULL where it says nothing.
CREATE MACRO cell(text) AS CASE
    WHEN trim(text) IN ('', 'NULL', 'None', 'nan', '\N') THEN NULL
    WHEN starts_with(text, '"') THEN nullif(trim(replace(trim(text, '" '), '""', '"')), '')
    ELSE trim(text)
  END;

-- A day as "2024-03-01" (whatever follows it), "20240301" or "01 March 2024"; NULL where it is none of these.
CREATE MACRO as_day(text) AS CASE
    WHEN regexp_matches(text, '^\d{4}-\d\d-\d\d([ T]|$)') THEN try_cast(left(text, 10) AS DATE)
    WHEN regexp_matches(text, '^\d{8}$') THEN try_strptime(text, '%Y%m%d')::DATE
    WHEN regexp_matches(text, '^\d{1,2} [A-Za-z]+ \d{4}$')
      THEN coalesce(try_strptime(text, '%d %B %Y'), try_strptime(text, '%d %b %Y'))::DATE
  END;

-- The last microsecond of a day: by then what was reported on it could be known.
CREATE MACRO end_of(day) AS timezone('UTC', day::TIMESTAMP + INTERVAL 1 DAY - INTERVAL 1 MICROSECOND);

CREATE MACRO as_degrees(text, most) AS CASE WHEN abs(try_cast(text AS DOUBLE)) <= most THEN try_cast(text AS DOUBLE) END;

-- How an archive itself rates an act, from -10 to 10; NULL where it does not.
CREATE MACRO as_scale(text) AS CASE WHEN abs(try_cast(text AS DOUBLE)) <= 10 THEN try_cast(text AS DOUBLE) END;

-- What a side of an ACLED event is by its own kind: those whom violence against civilians or protesters hits, and
-- those who protest or riot. Numbers in older files, words in newer ones.
CREATE MACRO part_of(inter, event, sub_event) AS CASE
    WHEN lower(sub_event) = 'excessive force against protesters'
      THEN CASE WHEN lower(inter) IN ('6', 'protesters') THEN 'target' ELSE 'side' END
    WHEN lower(event) IN ('protests', 'riots')
      THEN CASE WHEN lower(inter) IN ('5', '6', 'rioters', 'protesters') THEN 'doer' ELSE 'side' END
    WHEN lower(inter) IN ('7', 'civilians') THEN 'target'
    ELSE 'side'
  END;

-- What the texts of a chunk stand for; filled anew for each.
CREATE TABLE acts (
  code VARCHAR, type VARCHAR, mode VARCHAR, contexts VARCHAR[], intensity DOUBLE, fault VARCHAR, canonical VARCHAR
);
CREATE TABLE parties (
  name VARCHAR, country VARCHAR, sector VARCHAR,
  actors STRUCT(name VARCHAR, country VARCHAR, sector VARCHAR)[], canonical VARCHAR
);
CREATE TABLE places (name VARCHAR, country VARCHAR, code VARCHAR, canonical VARCHAR);
