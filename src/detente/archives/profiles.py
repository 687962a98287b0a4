"""Events in the columns and codes of an archive: tab-separated text that programs made for it can read.

What detente does not know of a column stays empty, and nothing is made up to fill it. An imported event keeps
the code that it came with where the archive has such codes; others get the codebook's.

ICEWS and GDELT have one actor on each side: an event of several is a row for each pair, all with its id.
Where an archive leaves open who acts upon whom (UCDP, ACLED), the two sides stand as first and second actor
of one row, in the archive's order, which is no direction.
"""

from pathlib import Path
from typing import BinaryIO

import polars as pl

from detente.archives import acts, names
from detente.archives.model import Archive
from detente.codebook import Codebook
from detente.schema import InputError

PROFILES = ("polecat", "icews", "gdelt")
# The columns of the events table that profiles are made from.
PROFILED = (
    "event_id", "archive_id", "code", "type", "mode", "contexts", "intensity", "known_at", "date_earliest",
    "by_text", "by_country", "by_sector", "to_text", "to_country", "to_sector",
    "place_name", "place_country", "latitude", "longitude", "geonames_id",
)  # fmt: skip
_PARTY = ("text", "country", "sector")
_WORDS = {"id": "ID", "cow": "COW", "cameo": "CAMEO", "geonames": "GeoNames"}


def profile(events: pl.DataFrame, archive: Archive, codebook: Codebook) -> pl.DataFrame:
    """The events table in an archive's columns, all of them text: of POLECAT a row an event, else a pair.

    events: in the columns `PROFILED`.

    Raises: InputError for an archive that is not one of `PROFILES`.
    """
    filled = dict(zip(PROFILES, (_polecat, _icews, _gdelt), strict=True))
    if archive.name not in filled:
        raise InputError(f"there is no profile {archive.name!r}; there are {', '.join(PROFILES)}")
    known = filled[archive.name](_coded(events, codebook))
    return known.select(
        (pl.col(column).cast(pl.String) if column in known.columns else pl.lit(None, pl.String).alias(column))
        for column in archive.columns
    )


def header(archive: Archive) -> tuple[str, ...] | None:
    """The names of an archive's columns as it publishes them; None where its files have no header."""
    if archive.name == "gdelt":
        return None
    return tuple(
        " ".join(_WORDS.get(word, word.title()) for word in column.split("_")) for column in archive.columns
    )


def write_tabbed(table: pl.DataFrame, target: Path | BinaryIO, titles: tuple[str, ...] | None) -> None:
    """Write a table of text with tabs between fields, line ends and tabs in them as spaces.

    titles: None for a file without header. Raises: InputError when it cannot be written.
    """
    plain = table.with_columns(pl.col(pl.String).str.replace_all(r"[\t\r\n]+", " "))
    text = plain.fill_null("").select(pl.concat_str(pl.all(), separator="\t"))
    lines = ["\t".join(titles)] if titles else []
    data = "".join(f"{line}\n" for line in (*lines, *text.to_series())).encode()
    try:
        if isinstance(target, Path):
            target.write_bytes(data)
        else:
            target.write(data)
    except BrokenPipeError:  # whoever reads has seen enough: no fault
        raise
    except OSError as error:
        raise InputError(f"cannot write {target}: {error.strerror or error}") from error


def _coded(events: pl.DataFrame, codebook: Codebook) -> pl.DataFrame:
    """Events with a CAMEO code (their own where it is one), and quads as GDELT and POLECAT write them."""
    kinds = events.select("type", "mode").unique()
    codes = [codebook.cameo(kind, mode) for kind, mode in kinds.iter_rows()]
    quads = [codebook.quad(kind) for kind in kinds["type"]]
    kinds = kinds.with_columns(
        pl.Series("cameo", codes, pl.String),
        pl.Series("quad_number", [str(quad.number) for quad in quads], pl.String),
        pl.Series("quad_code", [quad.polecat for quad in quads], pl.String),
    )
    coded = events.join(kinds, on=["type", "mode"], how="left", nulls_equal=True, maintain_order="left")
    own = pl.col("code").is_in([entry.code for entry in codebook.cameo_codes])
    return coded.with_columns(pl.when(own).then("code").otherwise("cameo").alias("cameo"))


def _polecat(events: pl.DataFrame) -> pl.DataFrame:
    sides = [
        expression
        for side, who in (("by", "actor"), ("to", "recipient"))
        for expression in (
            _joined(f"{side}_text").alias(f"{who}_name"),
            _joined(f"{side}_country").alias(f"{who}_country"),
            _joined(f"{side}_sector").alias(f"primary_{who}_sector"),
        )
    ]
    return events.select(
        _id().alias("event_id"),
        pl.col("date_earliest").alias("event_date"),
        pl.col("type").alias("event_type"),
        pl.when(pl.col("code").str.starts_with(pl.col("type") + "/"))
        .then(pl.col("code").str.split("/").list.get(1, null_on_oob=True))
        .otherwise("mode")
        .alias("event_mode"),
        "intensity",
        "quad_code",
        _joined("contexts"),
        *sides,
        pl.col("place_name").alias("placename"),
        pl.col("place_country").alias("country"),
        "latitude",
        "longitude",
        "geonames_id",
        pl.col("known_at").dt.date().alias("publication_date"),
    )


def _icews(events: pl.DataFrame) -> pl.DataFrame:
    named = ("source_country", "target_country", "country")
    table = _paired(events).select(
        _id().alias("event_id"),
        pl.col("date_earliest").alias("event_date"),
        *_icews_party("by", "source"),
        *_icews_party("to", "target"),
        pl.col("type").alias("event_text"),
        pl.col("cameo").alias("cameo_code"),
        "intensity",
        pl.col("place_name").alias("city"),
        pl.col("place_country").alias("country"),
        "latitude",
        "longitude",
    )
    codes = pl.concat([table[column] for column in named]).drop_nulls().unique()
    written = {code: names.country_name(code) for code in codes}
    return table.with_columns(pl.col(named).replace(written))


def _gdelt(events: pl.DataFrame) -> pl.DataFrame:
    day = pl.col("date_earliest")
    return _paired(events).select(
        _id().alias("globaleventid"),
        day.dt.strftime("%Y%m%d").alias("day"),
        day.dt.strftime("%Y%m").alias("monthyear"),
        day.dt.strftime("%Y").alias("year"),
        *_gdelt_party("by", "actor1"),
        *_gdelt_party("to", "actor2"),
        pl.col("cameo").alias("eventcode"),
        pl.col("cameo").str.head(3).alias("eventbasecode"),
        pl.col("cameo").str.head(2).alias("eventrootcode"),
        pl.col("quad_number").alias("quadclass"),
        pl.col("intensity").alias("goldsteinscale"),
        pl.col("place_name").alias("actiongeo_fullname"),
        pl.col("place_country")
        .replace_strict(names.gdelt_codes()["fips"], default=None)
        .alias("actiongeo_countrycode"),
        pl.col("latitude").alias("actiongeo_lat"),
        pl.col("longitude").alias("actiongeo_long"),
        pl.col("known_at").dt.strftime("%Y%m%d%H%M%S").alias("dateadded"),
    )


def _id() -> pl.Expr:
    """The archive's own id of an imported event, else the record's."""
    return pl.coalesce("archive_id", "event_id")


def _joined(column: str) -> pl.Expr:
    """A list as POLECAT writes it; empty where none of its parts is known."""
    text = pl.col(column).list.eval(pl.element().fill_null("")).list.join(";")
    return pl.when(text.str.strip_chars(";") != "").then(text).alias(column)


def _paired(events: pl.DataFrame) -> pl.DataFrame:
    """One row for each pair of actors, whose columns hold one actor instead of lists.

    Of sides between whom no direction is known each pair comes once, the first named as the actor.
    """
    table = events.with_columns(_has_no_direction(events).alias("both"))
    table = table.with_columns(
        pl.when("both").then(f"by_{part}").otherwise(f"to_{part}").alias(f"to_{part}") for part in _PARTY
    )
    for side in ("by", "to"):
        count = pl.col(f"{side}_text").list.len().fill_null(0).clip(lower_bound=1)
        table = table.with_columns(pl.int_ranges(0, count).alias(f"{side}_at")).explode(f"{side}_at")
    return table.filter(~pl.col("both") | (pl.col("by_at") < pl.col("to_at"))).with_columns(
        pl.col(f"{side}_{part}").list.get(pl.col(f"{side}_at"), null_on_oob=True)
        for side in ("by", "to")
        for part in _PARTY
    )


def _has_no_direction(events: pl.DataFrame) -> pl.Expr:
    """Whether all sides of an event stand in `by` because its archive does not tell who acts upon whom."""
    codes = [code for code in events["code"].drop_nulls().unique() if acts.tells_no_direction(code)]
    open_ = pl.col("code").is_in(codes) & (pl.col("to_text").list.len() == 0)
    return (open_ & (pl.col("by_text").list.len() > 1)).fill_null(value=False)


def _icews_party(side: str, who: str) -> tuple[pl.Expr, ...]:
    sectors = pl.col(f"{side}_sector").replace_strict(names.tables()["icews_sectors"], default=None)
    return (
        pl.col(f"{side}_text").alias(f"{who}_name"),
        sectors.alias(f"{who}_sectors"),
        pl.col(f"{side}_country").alias(f"{who}_country"),
    )


def _gdelt_party(side: str, who: str) -> tuple[pl.Expr, ...]:
    codes, country = names.gdelt_codes(), pl.col(f"{side}_country")
    return (
        pl.col(f"{side}_text").alias(f"{who}name"),
        pl.when(~country.str.starts_with("IGO:")).then(country).alias(f"{who}countrycode"),
        country.replace_strict(codes["groups"], default=None).alias(f"{who}knowngroupcode"),
        pl.col(f"{side}_sector").replace_strict(codes["types"], default=None).alias(f"{who}type1code"),
    )
