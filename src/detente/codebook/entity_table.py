"""A table of the registry's files that is read strictly: forms, days, sectors, members, holders."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from typing import TypeVar

from detente.codebook.entities import ALWAYS, Form, Holder, Member, Period, SectorPeriod
from detente.codebook.table import Table

_PART = re.compile(r"(\d{4})(?:-(\d{2}))?")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_Made = TypeVar("_Made")


class EntryTable(Table):
    """A table of an entry: beside what a Table can, it reads forms, days, sectors, members and holders."""

    def items(self, key: str) -> list[object]:
        """A list of anything, empty where the key is missing."""
        value = self._left.pop(key, [])
        if not isinstance(value, list):
            self.refuse("must be a list", key)
        return value

    def forms(self, key: str, by: str) -> tuple[Form, ...]:
        """A list of texts, or of tables of text, from, to, sector, of."""
        return tuple(self._form(key, by, item) for item in self.items(key))

    def sectors(self) -> tuple[SectorPeriod, ...]:
        """`sector`: a text, or a list of tables of sector, from, to."""
        value = self._left.get("sector")
        if value is None or isinstance(value, str):
            text = self.text_or_none("sector")
            return () if text is None else (SectorPeriod(sector=text),)
        tables = (self._below("sector", item) for item in self.items("sector"))
        return tuple(_closed(table, _sector_period(table)) for table in tables)

    def members(self) -> tuple[Member, ...]:
        """`members`: a list of ids, or of tables of member, from, to."""
        members = []
        for item in self.items("members"):
            if isinstance(item, str):
                members.append(Member(id=item))
            else:
                table = self._below("members", item)
                members.append(_closed(table, Member(id=table.text("member"), period=table.period())))
        return tuple(members)

    def holders(self) -> tuple[Holder, ...]:
        """`holders`: a list of tables of person, from, to, acting, approximate, disputed."""
        tables = (self._below("holders", item) for item in self.items("holders"))
        return tuple(_closed(table, _holder(table)) for table in tables)

    def period(self) -> Period:
        """`from` and `to`: days, or a year or month in quotes, all of which the period then covers."""
        if "from" not in self._left and "to" not in self._left:
            return ALWAYS
        since, until = self._day("from", last=False), self._day("to", last=True)
        if since is not None and until is not None and until <= since:
            self.refuse("ends before it begins", "to")
        return Period(since=since, until=until)

    def flag_or_false(self, key: str) -> bool:
        """True or false, false where it is missing."""
        return self.flag(key) if key in self._left else False

    def whole_or_none(self, key: str) -> int | None:
        """A whole number above 0, or None where it is missing."""
        return self.whole(key) if key in self._left else None

    def one_of(self, key: str, allowed: tuple[str, ...]) -> str:
        """A text that is one of `allowed`."""
        value = self.text(key)
        if value not in allowed:
            self.refuse(f"{value!r} is not one of {', '.join(allowed)}", key)
        return value

    def sources(self) -> tuple[str, ...]:
        """`source`: names of sources in one text, parted by semicolons; empty where it is missing."""
        text = self.text_or_none("source")
        return () if text is None else tuple(name.strip() for name in text.split(";"))

    def rest(self) -> dict[str, object]:
        """All keys that are not yet read, with their values."""
        rest, self._left = self._left, {}
        return rest

    def has(self, key: str) -> bool:
        """Whether the key is there and not yet read."""
        return key in self._left

    def _form(self, key: str, by: str, item: object) -> Form:
        if isinstance(item, str) and item.strip():
            return Form(text=item.strip(), by=by)
        table = self._below(key, item)
        form = Form(
            text=table.text("text"),
            by=by,
            period=table.period(),
            sector=table.text_or_none("sector"),
            of=table.text_or_none("of"),
        )
        return _closed(table, form)

    def _below(self, key: str, item: object) -> "EntryTable":
        if not isinstance(item, dict):
            self.refuse("holds something that is neither a text nor a table", key)
        return EntryTable(self._file, self._text, item, (*self._path, key))

    def _day(self, key: str, last: bool) -> date | None:
        value = self._left.pop(key, None)
        if isinstance(value, datetime) or not isinstance(value, date | str | None):
            self.refuse("must be a day (2022-02-24), or a year or month in quotes", key)
        if not isinstance(value, str):
            return value
        if _DAY.fullmatch(value):
            try:
                return date.fromisoformat(value)
            except ValueError:
                self.refuse(f"there is no day {value}", key)
        found = _PART.fullmatch(value)
        if found is None or not 1 <= int(found[2] or 1) <= 12:
            self.refuse(f"{value!r} is neither a year nor a month", key)
        year, month = int(found[1]), int(found[2] or (12 if last else 1))
        first = date(year, month, 1)
        return first + timedelta(days=monthrange(year, month)[1]) if last else first


def _sector_period(table: EntryTable) -> SectorPeriod:
    return SectorPeriod(sector=table.text("sector"), period=table.period())


def _holder(table: EntryTable) -> Holder:
    return Holder(
        person=table.text("person"),
        period=table.period(),
        acting=table.flag_or_false("acting"),
        approximate=table.flag_or_false("approximate"),
        disputed=table.flag_or_false("disputed"),
    )


def _closed(table: EntryTable, made: _Made) -> _Made:
    table.close()
    return made
