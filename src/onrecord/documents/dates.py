"""Dates as publishers write them, into ISO 8601: with time and zone where they are given, never where they are not."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import parsedate_to_datetime

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\.?"
)
DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+(\d{{4}})\b", re.IGNORECASE)
MONTH_FIRST = re.compile(rf"\b{_MONTH}\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.IGNORECASE)
DIGITS = re.compile(r"(?<!\d)(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?!\d)")
COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)")
ISO = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)[T ](\d\d):?(\d\d)(?::?(\d\d)(?:[.,]\d+)?)?\s*(Z|UTC|GMT|[+-]\d\d(?::?\d\d)?)?",
    re.IGNORECASE,
)
IN_PATH = re.compile(r"/(\d{4})/(\d\d|[a-z]{3})/(\d\d)(?=/|$)|(?:[/_.-])(\d{4})-(\d\d)-(\d\d)(?=[/_.-]|$)")
LONGEST = 100
"""Characters beyond which a value is no date."""
FIRST_YEAR = 1600
"""The first newspapers; what lies before is a field left at its default."""
NO_DATE = frozenset({"1970-01-01", "1900-01-01"})
"""What machines write who do not know a date."""


def parse_date(value: object) -> str | None:
    """*value* as an ISO day, or day and time with the zone if one is given; None where it is no date.

    A date that could be read two ways (`03/04/2025`) is none: nothing is invented.

    >>> parse_date("2025-03-04 09:12:00+0100"), parse_date("Tue, 04 Mar 2025 09:12:00 GMT")
    ('2025-03-04T09:12:00+01:00', '2025-03-04T09:12:00Z')
    >>> parse_date("March 4, 2025"), parse_date("03/04/2025")
    ('2025-03-04', None)
    """
    if not isinstance(value, str) or len(value) > LONGEST or not (value := value.strip()):
        return None
    if found := ISO.fullmatch(value):
        return _moment(found)
    if found := COMPACT.fullmatch(value):
        return _day(*found.groups())
    return _rfc822(value) or find_day(value)


def find_day(text: str) -> str | None:
    """The first full date that stands in *text*, as an ISO day."""
    return next((day for _, _, day in find_days(text)), None)


def find_days(text: str) -> list[tuple[int, int, str]]:
    """The full dates in *text*, in their order: where each begins and ends, and its ISO day.

    >>> find_days("March 4, 2025, updated 6 March 2025")
    [(0, 13, '2025-03-04'), (23, 35, '2025-03-06')]
    """
    found = [
        (match.start(), match.end(), day)
        for pattern, order in ((DIGITS, (0, 1, 2)), (DAY_FIRST, (2, 1, 0)), (MONTH_FIRST, (2, 0, 1)))
        for match in pattern.finditer(text)
        if (day := _day(*(match.groups()[index] for index in order)))
    ]
    return sorted(found)


def day_in_path(url: str) -> str | None:
    """The day that the path of a URL names, as in `/2025/03/04/`, `/2025/mar/04/` or `/x-2025-03-04-y`."""
    found = IN_PATH.search(re.sub(r"^[a-z][\w+.-]*://[^/]*|[?#].*", "", url.lower()))
    if not found:
        return None
    year, month, day = [group for group in found.groups() if group]
    return _day(year, month, day)


def plausible(value: str, fetched: str | None) -> bool:
    """Whether an article can have been published on *value*, given when it was fetched (or is read)."""
    day = value[:10]
    latest = datetime.fromisoformat(fetched).date() if fetched else datetime.now(UTC).date()
    return day not in NO_DATE and int(day[:4]) >= FIRST_YEAR and date.fromisoformat(day) <= latest + timedelta(days=1)


def finer(one: str, other: str) -> bool:
    """Whether *other* says the same as *one* and more: the same day with a time, the same time with a zone.

    >>> finer("2025-03-04", "2025-03-04T09:12Z"), finer("2025-03-04", "2025-03-05T01:00Z")
    (True, False)
    """
    if len(one) == len("2025-03-04"):
        return other.startswith(one + "T")
    zoned = re.compile(r"(Z|[+-]\d\d:\d\d)$")
    return not zoned.search(one) and bool(zoned.search(other)) and other.startswith(one[:16])


def _day(year: str, month: str, day: str) -> str | None:
    try:
        number = int(month) if month.isdigit() else MONTHS.index(month[:3].lower()) + 1
        return date(int(year), number, int(day)).isoformat()
    except ValueError:
        return None


def _moment(found: re.Match[str]) -> str | None:
    year, month, day, hour, minute, second, zone = found.groups()
    known = _day(year, month, day)
    if known is None or int(hour) > 23 or int(minute) > 59 or int(second or 0) > 60:  # noqa: PLR2004, a clock's numbers
        return None
    zone = (zone or "").upper()
    if zone in {"Z", "UTC", "GMT"}:
        zone = "Z"
    elif zone:
        digits = zone[1:].replace(":", "").ljust(4, "0")
        zone = f"{zone[0]}{digits[:2]}:{digits[2:]}"
    return f"{known}T{hour}:{minute}{':' + second if second else ''}{zone}"


def _rfc822(value: str) -> str | None:
    """Only in its full form: the standard library takes `4 March 2025` for midnight."""
    if not re.search(r"\d\d?:\d\d", value):
        return None
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return moment.isoformat().replace("+00:00", "Z")
