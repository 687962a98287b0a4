"""Files of event archives, written by hand in the columns that the archives publish."""

import csv
import io
from datetime import UTC, datetime

from detente.archives import archive_named, header
from detente.monitor import import_paths

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)

GDELT = {
    "globaleventid": "410412347",
    "day": "20240105",
    "monthyear": "202401",
    "year": "2024",
    "actor1code": "RUSMIL",
    "actor1name": "RUSSIAN ARMY",
    "actor1countrycode": "RUS",
    "actor1type1code": "MIL",
    "actor2code": "UKR",
    "actor2name": "UKRAINE",
    "actor2countrycode": "UKR",
    "isrootevent": "1",
    "eventcode": "195",
    "eventbasecode": "195",
    "eventrootcode": "19",
    "quadclass": "4",
    "actiongeo_type": "4",
    "actiongeo_fullname": "Kharkiv, \"Kharkivs'ka Oblast'\", Ukraine",
    "actiongeo_countrycode": "UP",
    "actiongeo_lat": "49.98",
    "actiongeo_long": "36.25",
    "dateadded": "20240106031500",
    "sourceurl": "https://post.example/1",
}
ICEWS = {
    "event_id": "20718170",
    "event_date": "2014-01-02",
    "source_name": "Sergey Lavrov",
    "source_sectors": "Foreign Ministry,Executive,Government",
    "source_country": "Russian Federation",
    "event_text": "Express intent to meet or negotiate",
    "cameo_code": "036",
    "intensity": "4.0",
    "target_name": "Iran",
    "target_country": "Iran",
    "city": "Moscow",
    "country": "Russian Federation",
    "latitude": "55.7522",
    "longitude": "37.6156",
}
POLECAT = {
    "event_id": "20230102-1",
    "event_date": "2023-01-02",
    "event_type": "ASSAULT",
    "event_mode": "drone",
    "intensity": "-9.0",
    "quad_code": "MATERIAL CONFLICT",
    "contexts": "military;territory",
    "actor_name": "Army A;Army B",
    "actor_country": "RUS;BLR",
    "primary_actor_sector": "MIL;MIL",
    "recipient_name": "Volodymyr Zelensky",
    "recipient_country": "UKR",
    "primary_recipient_sector": "GOV",
    "placename": "Odesa",
    "country": "UKR",
    "latitude": "46.48",
    "longitude": "30.73",
    "geonames_id": "698740",
    "publication_date": "2023-01-03",
}
UCDP = {
    "id": "244657",
    "type_of_violence": "1",
    "side_a": "Government of Myanmar (Burma)",
    "side_b": "KIO",
    "source_headline": 'Army says "rebels, and others" attacked;\nno one claims it',
    "where_prec": "2",
    "where_coordinates": "Bhamo town",
    "latitude": "24.25",
    "longitude": "97.23",
    "country": "Myanmar (Burma)",
    "date_start": "2018-03-04 00:00:00.000",
    "date_end": "2018-03-06 00:00:00.000",
}
ACLED = {
    "event_id_cnty": "UKR1",
    "event_date": "05 January 2024",
    "event_type": "Battles",
    "sub_event_type": "Armed clash",
    "actor1": "Military Forces of Ukraine (2019-)",
    "inter1": "State Forces",
    "actor2": "Military Forces of Russia (2000-)",
    "inter2": "8",
    "country": "Ukraine",
    "location": "Robotyne",
    "latitude": "47.45",
    "longitude": "35.84",
    "geo_precision": "1",
    "notes": 'Forces "clashed, again".',
}
ROWS = {"gdelt": GDELT, "icews": ICEWS, "polecat": POLECAT, "ucdp-ged": UCDP, "acled": ACLED}


def cells(name, **changes):
    """A row of an archive as its fields in order."""
    row = {**ROWS[name], **changes}
    unknown = set(row) - set(archive_named(name).columns)
    assert not unknown
    return [row.get(column, "") for column in archive_named(name).columns]


def as_file(path, name, rows, *, titled=None):
    """Write rows as the archive publishes them. titled: with a header or without, whatever is usual."""
    archive = archive_named(name)
    usual = header(archive) if name in ("icews", "polecat") else archive.columns
    with_header = name != "gdelt" if titled is None else titled
    lines = ([list(usual)] if with_header else []) + list(rows)
    if archive.quoted:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows(lines)
        path.write_text(text.getvalue(), "utf-8")
    else:
        path.write_text("".join("\t".join(line) + "\n" for line in lines), "utf-8")
    return path


def take(store, name, *paths, **more):
    """Import files at a fixed moment."""
    return import_paths(name, [str(path) for path in paths], store, now=lambda: NOW, **more)
