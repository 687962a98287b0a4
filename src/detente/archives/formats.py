"""The archives that can be imported: their columns as published, and what tells one from another.

Sources: the codebooks and file headers that each archive publishes.
"""

from detente.archives import acts, names
from detente.archives.model import Archive


def _columns(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_GDELT_ACTOR = _columns(
    "code name countrycode knowngroupcode ethniccode religion1code religion2code "
    "type1code type2code type3code"
)
_GDELT_GEO = _columns("type fullname countrycode adm1code adm2code lat long featureid")
_GDELT = (
    *_columns("globaleventid day monthyear year fractiondate"),
    *(f"actor{number}{part}" for number in (1, 2) for part in _GDELT_ACTOR),
    *_columns("isrootevent eventcode eventbasecode eventrootcode quadclass goldsteinscale"),
    *_columns("nummentions numsources numarticles avgtone"),
    *(f"{who}geo_{part}" for who in ("actor1", "actor2", "action") for part in _GDELT_GEO),
    *_columns("dateadded sourceurl"),
)
_ICEWS = _columns(
    "event_id event_date source_name source_sectors source_country event_text cameo_code intensity "
    "target_name target_sectors target_country story_id sentence_number publisher city district "
    "province country latitude longitude"
)
_POLECAT = _columns(
    "event_id event_date event_type event_mode intensity quad_code contexts actor_name actor_country "
    "actor_cow primary_actor_sector actor_sectors actor_title actor_name_raw wikipedia_actor_id "
    "recipient_name recipient_country recipient_cow primary_recipient_sector recipient_sectors "
    "recipient_title recipient_name_raw wikipedia_recipient_id placename city district province country "
    "latitude longitude geonames_id raw_placename feature_type source publication_date story_people "
    "story_organizations story_locations language version"
)
_UCDP = _columns(
    "id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id "
    "conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id side_a "
    "side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office source_date "
    "source_headline source_original where_prec where_coordinates where_description adm_1 adm_2 "
    "latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec "
    "date_start date_end deaths_a deaths_b deaths_civilians deaths_unknown best high low gwnoa gwnob"
)
_ACLED = _columns(
    "event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 "
    "assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction civilian_targeting iso region country "
    "admin1 admin2 admin3 location latitude longitude geo_precision source source_scale notes "
    "fatalities tags timestamp"
)

ARCHIVES: tuple[Archive, ...] = (
    Archive(
        name="icews",
        columns=_ICEWS,
        needed=_columns("event_date source_name cameo_code target_name"),
        separators=("\t",),
        quoted=False,
        widths=(len(_ICEWS),),
        sql="icews.sql",
        ids=True,
        act=acts.cameo,
        actors=names.icews,
        country=names.country,
        licence="terms of ICEWS at its Dataverse",
    ),
    Archive(
        name="polecat",
        columns=_POLECAT,
        needed=_columns("event_date event_type actor_name recipient_name"),
        separators=("\t",),
        quoted=False,
        widths=(len(_POLECAT),),
        sql="polecat.sql",
        ids=True,
        act=acts.plover,
        actors=names.polecat,
        country=names.country,
        licence="terms of POLECAT at its Dataverse",
    ),
    Archive(
        name="gdelt",
        columns=_GDELT,
        needed=_columns("globaleventid day eventcode"),
        separators=("\t",),
        quoted=False,
        widths=(57, 58, 61),
        sql="gdelt.sql",
        ids=True,
        act=acts.cameo,
        actors=names.gdelt,
        country=names.fips,
        licence="terms of the GDELT Project: cite it",
    ),
    Archive(
        name="ucdp-ged",
        columns=_UCDP,
        needed=_columns("id type_of_violence side_a side_b date_start"),
        separators=(",",),
        quoted=True,
        widths=(len(_UCDP),),
        sql="ucdp-ged.sql",
        ids=True,
        act=acts.ucdp,
        actors=names.ucdp,
        country=names.country,
        licence="CC BY 4.0, Uppsala Conflict Data Program",
        types=acts.UCDP_TYPES,
    ),
    Archive(
        name="acled",
        columns=_ACLED,
        needed=_columns("event_date event_type sub_event_type actor1"),
        separators=(",", ";", "\t"),
        quoted=True,
        widths=(),
        sql="acled.sql",
        ids=True,
        act=acts.acled,
        actors=names.acled,
        country=names.country,
        licence="terms of ACLED: not to be passed on",
        types=acts.ACLED_TYPES,
    ),
    Archive(
        name="table",
        columns=_columns("date by type to"),
        needed=_columns("date by type to"),
        separators=(",", ";", "\t"),
        quoted=True,
        widths=(),
        sql="table.sql",
        ids=False,
        act=acts.either,
        actors=names.plain,
        country=names.country,
        licence="not stated",
    ),
)
