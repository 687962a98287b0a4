"""Who published a report, and which news agency it reprints."""

import re
import unicodedata
from urllib.parse import urlsplit

from detente.reports.decode import clean
from detente.schema import Publisher

UNKNOWN = Publisher(id="unknown", name="unknown")

_AGENCIES = (
    ("afp.com", "AFP", "Agence France-Presse"),
    ("aa.com.tr", "Anadolu", "Anadolu Agency"),
    ("ani.in", "ANI"),
    ("ansa.it", "ANSA"),
    ("antaranews.com", "Antara"),
    ("apnews.com", "AP", "Associated Press", "The Associated Press"),
    ("belta.by", "BelTA"),
    ("bernama.com", "Bernama"),
    ("bloomberg.com", "Bloomberg"),
    ("ctk.cz", "CTK", "ČTK"),
    ("dpa.com", "dpa", "Deutsche Presse-Agentur"),
    ("efe.com", "EFE"),
    ("focustaiwan.tw", "CNA"),
    ("ians.in", "IANS"),
    ("interfax.com", "Interfax"),
    ("interfax.com.ua", "Interfax-Ukraine"),
    ("irna.ir", "IRNA"),
    ("jiji.com", "Jiji", "Jiji Press"),
    ("kcna.kp", "KCNA"),
    ("kyodonews.net", "Kyodo", "Kyodo News"),
    ("mtva.hu", "MTI"),
    ("pa.media", "PA", "PA Media", "Press Association"),
    ("pap.pl", "PAP"),
    ("ptinews.com", "PTI", "Press Trust of India"),
    ("reuters.com", "Reuters", "Thomson Reuters"),
    ("ria.ru", "RIA", "RIA Novosti"),
    ("sana.sy", "SANA"),
    ("spa.gov.sa", "SPA"),
    ("tass.com", "TASS", "ITAR-TASS"),
    ("ukrinform.net", "Ukrinform"),
    ("unian.net", "UNIAN"),
    ("upi.com", "UPI"),
    ("wafa.ps", "WAFA"),
    ("xinhuanet.com", "Xinhua"),
    ("yna.co.kr", "Yonhap"),
)
"""News agencies: host, and the names by which datelines and bylines call them."""

_HOSTS = {name.casefold(): host for host, *names in _AGENCIES for name in names}
_HOST_FORM = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}", re.IGNORECASE)

_OPENING_CHARACTERS = 200  # a dateline with headline and place before it ends within these
_NAMED = "|".join(
    sorted((re.escape(name) for _, *names in _AGENCIES for name in names), key=len, reverse=True)
)
_DATELINES = (
    re.compile(rf"\(({_NAMED})\)\s*(?:[-–—]|--)"),  # LONDON, June 5 (Reuters) -
    re.compile(rf"^[A-Z][A-Z .,'’/-]{{2,40}}(?:,[^()\n]{{0,40}})?\(({_NAMED})\)", re.MULTILINE),  # KYIV (AP)
    re.compile(rf"/({_NAMED})/"),  # MOSCOW, June 5. /TASS/.
    re.compile(rf"^(?:By |Source: )?({_NAMED})\.?$", re.MULTILINE),  # a line of its own
)


def page_address(text: str | None) -> str | None:
    """Take an address that a browser could open, without its fragment; None for anything else."""
    address = "".join(clean(text or "").split()).partition("#")[0]
    return address if host_of(address) else None


def host_of(address: str | None) -> str | None:
    """Find the host of a web address, without "www."; None for what is no web address."""
    if not address or "://" not in address:
        return None
    try:
        parts = urlsplit(address)
        host = parts.hostname
    except ValueError:
        return None
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return None
    return host.removeprefix("www.") or None


def publisher_of(url: str | None, name: str | None) -> Publisher:
    """Name the publisher: by the host of the address, else by a slug of the name.

    A name that is an address or a host itself ("bbc.co.uk") is taken as one.
    """
    host = host_of(url)
    if not name:
        return Publisher(id=host, name=host) if host else UNKNOWN
    named = host_of(name) or (name.lower().removeprefix("www.") if _HOST_FORM.fullmatch(name) else None)
    identity = host or named or _slug(name)
    return Publisher(id=identity, name=named or name) if identity else UNKNOWN


def _slug(name: str) -> str:
    """Make "The Kyiv Post" the-kyiv-post. Latin letters lose their accents; in other scripts they matter."""
    bare = ((unicodedata.normalize("NFKD", letter)[0], letter) for letter in name.casefold())
    plain = "".join(base if base.isascii() else letter for base, letter in bare)
    return re.sub(r"[\W_]+", "-", plain).strip("-")


def origin_of(text: str, stated: str | None, byline: str | None, publisher: Publisher) -> str | None:
    """Name the agency that a report reprints: as metadata state it, by its dateline, or by its byline.

    None for a report that the agency published itself.
    """
    agency = (_stated_agency(stated) if stated else None) or _dateline_agency(text) or _byline_agency(byline)
    own = agency in (publisher.id, _HOSTS.get(publisher.name.casefold()))
    return None if own or publisher.id.endswith(f".{agency}") else agency


def _stated_agency(stated: str) -> str | None:
    named = publisher_of(None, stated)
    return _HOSTS.get(stated.casefold()) or (None if named == UNKNOWN else named.id)


def _dateline_agency(text: str) -> str | None:
    opening = text[:_OPENING_CHARACTERS]
    for form in _DATELINES:
        found = form.search(opening)
        if found:
            return _HOSTS[found[1].casefold()]
    return None


def _byline_agency(byline: str | None) -> str | None:
    """Find an agency that is the whole byline, or its last part: "Jane Doe, Reuters"."""
    parts = re.split(r"[,;|/]|\band\b", re.sub(r"^\s*by\b:?", "", byline or "", flags=re.IGNORECASE))
    return _HOSTS.get(parts[-1].strip().casefold())
