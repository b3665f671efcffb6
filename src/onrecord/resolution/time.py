"""When something was said: the day or interval, and the words that tell it.

Source of the newspaper rule: a bare weekday is the last such day on or before the
day of publication (Associated Press usage). Without a publication date nothing
relative is worked out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {
    name: number
    for number, names in enumerate(
        ("january jan", "february feb", "march mar", "april apr", "may", "june jun", "july jul", "august aug",
         "september sept sep", "october oct", "november nov", "december dec"), 1
    )
    for name in names.split()
}  # fmt: skip
WEEKDAYS = {
    name: number
    for number, name in enumerate(["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"])
}
MONTH = r"(?:Jan(?:uary|\.)?|Feb(?:ruary|\.)?|March|Mar\.|April|Apr\.|May|June|July|Aug(?:ust|\.)?|Sept?(?:ember|\.)?|Oct(?:ober|\.)?|Nov(?:ember|\.)?|Dec(?:ember|\.)?)"  # noqa: E501
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
PART = r"(?:\s+(?:morning|afternoon|evening|night|local time))"
NUMBER = r"(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,3})"
NUMBERS = {
    word: number
    for number, word in enumerate(
        ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
    )
} | {"a": 1, "an": 1}

EXPRESSION = re.compile(
    rf"""
    (?P<iso>\b\d{{4}}-\d{{2}}-\d{{2}}\b)
    | (?:\b[Oo]n\s+)?(?:{WEEKDAY},?\s+)?\b(?P<month>{MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?:,?\s+(?P<year>\d{{4}})\b)?
    | (?:\b[Oo]n\s+)?(?:{WEEKDAY},?\s+)?\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<month2>{MONTH})\b(?:,?\s+(?P<year2>\d{{4}})\b)?
    | (?:\b(?:[Oo]n|[Ll]ate|[Ee]arly|[Bb]y)\s+)?\b(?P<last>last\s+|this\s+|next\s+)?(?P<weekday>{WEEKDAY})(?:['’]s|{PART})*(?P<plural>s\b)?
    | \b(?P<word>(?:earlier\s+)?[Tt]oday|[Yy]esterday|[Tt]onight|this\s+(?:morning|afternoon|evening)|last\s+night|(?:the\s+)?day\s+before\s+yesterday)\b
    | \b(?P<ago>(?:(?:about|some|more\s+than|nearly)\s+)?(?P<count>{NUMBER})\s+(?P<unit>day|week|month|year)s?\s+(?:ago|earlier))\b
    | \b(?P<span>(?:(?P<edge>[Ll]ate|[Ee]arlier|[Ee]arly)\s+)?(?P<which>[Ll]ast|[Tt]his|(?:the\s+)?past|(?:the\s+)?previous)\s+(?P<period>week|month|year|weekend|spring|summer|autumn|fall|winter))\b
    | \b(?:[Ee]arlier\s+(?:in\s+)?)?(?:[Ii]n|[Ss]ince|[Ll]ast|[Bb]ack\s+in|[Ll]ate|[Ee]arly|[Mm]id-)\s*(?P<month3>{MONTH})\b(?:,?\s+(?:of\s+)?(?P<year3>\d{{4}})\b)?(?!\s+\d)
    | \b(?P<month4>January|February|March|April|June|July|August|September|October|November|December)\s+(?P<year4>\d{{4}})\b
    | \b(?:[Ii]n|[Bb]ack\s+in|[Ss]ince)\s+(?P<onlyyear>(?:19|20)\d{{2}})\b(?!-)
    """,  # noqa: E501
    re.VERBOSE,
)


@dataclass(frozen=True, slots=True)
class Moment:
    """A day or an interval of days, both ends included, and where the words stand that tell it."""

    first: date
    last: date
    start: int
    end: int

    @property
    def iso(self) -> str:
        """`2016-09-27`, or `2016-09-19/2016-09-25`."""
        return self.first.isoformat() if self.first == self.last else f"{self.first}/{self.last}"


def day_of(published: str | None) -> date | None:
    """The day in an ISO date or date and time."""
    try:
        return date.fromisoformat((published or "")[:10])
    except ValueError:
        return None


def moments(text: str, published: date | None, start: int = 0, end: int | None = None) -> list[Moment]:
    """Every expression of time between *start* and *end* that names a past or present day or interval."""
    found = []
    for match in EXPRESSION.finditer(text, start, len(text) if end is None else end):
        days = _days(match, published)
        if days is not None:
            low = match.start()
            found.append(Moment(*days, low, match.end()))
    return found


def _days(match: re.Match[str], published: date | None) -> tuple[date, date] | None:
    told = match.groupdict()
    try:
        if told["iso"]:
            day = date.fromisoformat(told["iso"])
            return day, day
        for month, day_number, year in (("month", "day", "year"), ("month2", "day2", "year2")):
            if told[month]:
                return _calendar_day(told[month], int(told[day_number]), told[year], published)
        for month, year in (("month3", "year3"), ("month4", "year4")):
            if told[month]:
                return _calendar_month(told[month], told[year], published)
        if told["onlyyear"]:
            number = int(told["onlyyear"])
            return date(number, 1, 1), date(number, 12, 31)
    except ValueError:
        return None
    if published is None or told["plural"]:
        return None
    return _relative(told, published)


def _relative(told: dict[str, str | None], published: date) -> tuple[date, date] | None:
    if told["weekday"]:
        return _weekday(told["weekday"], (told["last"] or "").strip(), published)
    if told["word"]:
        word = " ".join(told["word"].lower().split())
        back = 2 if word.endswith("before yesterday") else 1 if word in {"yesterday", "last night"} else 0
        day = published - timedelta(back)
        return day, day
    if told["ago"]:
        count = NUMBERS.get((told["count"] or "").lower()) or int(told["count"] or 0)
        return _ago(count, told["unit"] or "day", published)
    if told["span"]:
        days = _period((told["which"] or "").lower().split()[-1], told["period"] or "", published)
        return _edge(days, (told["edge"] or "").lower(), told["period"] or "") if days else None
    return None


def _edge(days: tuple[date, date], edge: str, period: str) -> tuple[date, date]:
    """`late last month`: its last third; `early last year`: its first quarter."""
    first, last = days
    if period == "month" and edge in {"late", "early"}:
        return (first.replace(day=21), last) if edge == "late" else (first, first.replace(day=10))
    if period == "year" and edge in {"late", "early"}:
        return (first.replace(month=10), last) if edge == "late" else (first, date(first.year, 3, 31))
    return days


def _weekday(name: str, last: str, published: date) -> tuple[date, date] | None:
    if last == "next":
        return None
    back = (published.weekday() - WEEKDAYS[name.lower()]) % 7
    if last == "last" and back == 0:
        back = 7
    day = published - timedelta(back)
    return day, day


def _ago(count: int, unit: str, published: date) -> tuple[date, date]:
    if unit == "day":
        day = published - timedelta(count)
        return day, day
    if unit == "week":
        middle = published - timedelta(7 * count)
        monday = middle - timedelta(middle.weekday())
        return monday, monday + timedelta(6)
    if unit == "month":
        months = published.year * 12 + published.month - 1 - count
        return _month(months // 12, months % 12 + 1)
    return date(published.year - count, 1, 1), date(published.year - count, 12, 31)


def _period(which: str, period: str, published: date) -> tuple[date, date] | None:
    back = 0 if which == "this" else 1
    if period == "week":
        monday = published - timedelta(published.weekday() + 7 * back)
        return monday, monday + timedelta(6) if back else published
    if period == "weekend":
        saturday = published - timedelta((published.weekday() - 5) % 7)
        return saturday, saturday + timedelta(1)
    if period == "month":
        months = published.year * 12 + published.month - 1 - back
        first, last = _month(months // 12, months % 12 + 1)
        return first, last if back else published
    if period == "year":
        year = published.year - back
        return date(year, 1, 1), date(year, 12, 31) if back else published
    first_month = {"spring": 3, "summer": 6, "autumn": 9, "fall": 9, "winter": 12}[period]
    year = published.year
    if date(year, first_month, 1) > published or (
        which == "last" and date(year, first_month, 1) + timedelta(92) > published
    ):
        year -= 1
    first = date(year, first_month, 1)
    later = first + timedelta(75)
    return first, _month(later.year, later.month)[1]


def _calendar_day(month: str, day: int, year: str | None, published: date | None) -> tuple[date, date] | None:
    number = MONTHS[month.lower().rstrip(".")]
    if year:
        found = date(int(year), number, day)
    elif published is None:
        return None
    else:
        found = date(published.year, number, day)
        before = date(published.year - 1, number, day)
        if found > published + timedelta(7):
            if found - published < published - before:
                return None  # sooner ahead than behind: a day to come, on which nothing was said yet
            found = before
    return found, found


def _calendar_month(month: str, year: str | None, published: date | None) -> tuple[date, date] | None:
    number = MONTHS[month.lower().rstrip(".")]
    if year:
        return _month(int(year), number)
    if published is None:
        return None
    return _month(published.year if number <= published.month else published.year - 1, number)


def _month(year: int, month: int) -> tuple[date, date]:
    following = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), following - timedelta(1)
