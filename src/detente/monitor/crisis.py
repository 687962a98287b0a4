"""A crisis as a store has it: the picture, and its findings as Polars frames."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date, datetime
from os import PathLike
from pathlib import Path

import polars as pl

from detente.codebook import Codebook
from detente.crisis import About, Picture, Recall, draw
from detente.monitor import tables
from detente.monitor.kept import gather
from detente.schema import InputError
from detente.store import About as Asked
from detente.store import Store


class Crisis:
    """What a store's record adds up to, about some sides, as of a moment.

    `picture` holds all findings as values; `incidents`, `claims`, `commitments`, `chains`, `levels`,
    `ruptures` and `contacts` are Polars frames of those that are new since `since`, ids first. `update` takes
    what the store got meanwhile.

    >>> import tempfile
    >>> from pathlib import Path
    >>> from detente import Crisis, Store
    >>> crisis = Crisis(Store(Path(tempfile.mkdtemp()) / "record", create=True), about="RUS,UKR")
    >>> crisis.incidents.is_empty(), crisis.picture.assessment
    (True, None)
    """

    def __init__(
        self,
        store: Store | str | PathLike[str],
        about: str | Sequence[str] | None = None,
        since: datetime | None = None,
        as_of: datetime | None = None,
        recorded_by: datetime | None = None,
        *,
        dataset: str | None = None,
        unobserved: Collection[date] = (),
        codebook: Codebook | None = None,
    ) -> None:
        """store: one that is open, or the folder of one. about: as of `Store.show`, "RUS,UKR" or "RUS>UKR",
        or the names one by one, ("RUS", "UKR"). dataset: as of `Store.show`. as_of: None for the end of the
        last day on record; judgements count that were made by then, for None all. unobserved: days on which
        nobody looked although reports exist.

        Raises: InputError for a store, an `about` or a dataset that is none.
        """
        store = _opened(store)
        asked = None if about is None else Asked.parse(about)
        self._about = About() if asked is None else About(names=asked.names, towards=asked.to)
        self._since, self._as_of = since, as_of
        self._judged_until = min(filter(None, (as_of, recorded_by)), default=None)
        self._unobserved = frozenset(unobserved)
        self._codebook = codebook
        named = None if asked is None else asked.text
        self._gathering = gather(store, dataset=dataset, about=named, as_of=as_of, recorded_by=recorded_by)
        self._picture: Picture | None = None
        self._recall = Recall()

    def update(self) -> tuple[str, ...]:
        """Take what the store got since; gives the ids of the reports that are new or no longer shown."""
        before = self._gathering.judgements
        changed = self._gathering.update()
        if changed or self._gathering.judgements != before:
            self._picture = None
        return changed

    @property
    def picture(self) -> Picture:
        """All findings, drawn anew when the store has something new; what that leaves alone is taken over."""
        if self._picture is None:
            picture = draw(
                self._gathering.known(self._as_of),
                incidents=self._gathering.incidents(),
                copies=self._gathering.copies(),
                about=self._about,
                codebook=self._codebook,
                unobserved=self._unobserved,
                judgements=self._gathering.judgements,
                recall=self._recall,
            )
            self._picture = replace(picture, since=self._since, judged_until=self._judged_until)
        return self._picture

    @property
    def incidents(self) -> pl.DataFrame:
        """What happened, in order of day, with its voices and its figures as they developed."""
        return tables.incidents(self.picture.recent())

    @property
    def claims(self) -> pl.DataFrame:
        """Propositions, their states, and who asserts and denies them."""
        return tables.claims(self.picture.recent())

    @property
    def commitments(self) -> pl.DataFrame:
        """The ledger: by, to, what, due, state, days left."""
        return tables.commitments(self.picture.recent())

    @property
    def chains(self) -> pl.DataFrame:
        """Acts and the answers to them, stated or inferred."""
        return tables.chains(self.picture.recent())

    @property
    def levels(self) -> pl.DataFrame:
        """Levels of each dyad by day and by week, with their intervals."""
        return tables.levels(self.picture.recent())

    @property
    def ruptures(self) -> pl.DataFrame:
        """Days on which the level of a dyad changed for good."""
        return tables.ruptures(self.picture.recent())

    @property
    def contacts(self) -> pl.DataFrame:
        """Contacts between sides and their channels, in order of day."""
        return tables.contacts(self.picture.recent())


def _opened(store: object) -> Store:
    """A store, or the one in a folder."""
    if isinstance(store, Store):
        return store
    if isinstance(store, str | PathLike):
        return Store(Path(store))
    raise InputError(f"a crisis takes a Store or the folder of one, not {type(store).__name__}")
