"""The brief of a store: a crisis in a period, what could not be read, and what may come next."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, timedelta
from typing import Unpack

from detente.brief import Material, Outlook, compose, render
from detente.monitor.ask import datasets
from detente.monitor.crisis import Crisis
from detente.monitor.expecting import expected
from detente.schema import InputError, Rejection
from detente.store import Store, Which

PERIOD = timedelta(days=7)


class Asked(Which, total=False):
    """What a brief is asked for. about, dataset, recorded_by: as of `Store.show`. since: None for seven days
    before `as_of`, and as_of: None for the end of the last day on record. unobserved: days on which nobody
    looked although reports exist. outlook: what may come next; None for the forecasts that were stored in the
    period."""

    unobserved: Collection[date]
    outlook: Outlook | None


def write_brief(store: Store, *, format: str = "md", **asked: Unpack[Asked]) -> str:
    """A cited brief of the record: Markdown ("md"), one HTML file ("html") or JSON ("json").

    Raises: InputError for an `about`, a dataset or a format that is none, or a period that ends before it
    begins.
    """
    return render(compose(gather_material(store, **asked)), format)


def gather_material(store: Store, **asked: Unpack[Asked]) -> Material:
    """What a brief is written from, and what its queries are asked of."""
    unobserved = frozenset(asked.get("unobserved", ()))
    recorded_by, since = asked.get("recorded_by"), asked.get("since")
    picture = Crisis(
        store,
        about=asked.get("about"),
        as_of=asked.get("as_of"),
        recorded_by=recorded_by,
        dataset=asked.get("dataset"),
        unobserved=unobserved,
    ).picture
    begins = since or picture.as_of - PERIOD
    if begins >= picture.as_of:
        raise InputError(f"the period begins ({begins:%Y-%m-%d}) when it is over ({picture.as_of:%Y-%m-%d})")
    named = datasets(store, recorded_by=recorded_by)
    rejected = store.rejections(recorded_by=recorded_by).select("input_id", "stage", "reason", "detail")
    return Material(
        picture=replace(picture, since=begins),
        rejections=tuple(
            Rejection(input_id=input_id, stage=stage, reason=reason, detail=detail)
            for input_id, stage, reason, detail in rejected.iter_rows()
        ),
        licences=tuple((name, "; ".join(sorted(notes))) for name, _, _, notes in named.iter_rows()),
        unobserved=unobserved,
        outlook=asked.get("outlook") or expected(store, picture, since=begins, dataset=asked.get("dataset")),
    )
