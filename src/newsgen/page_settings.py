"""Settings of which pages there are."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec


class PageSettings(msgspec.Struct, frozen=True):
    """[pages]: what a site need not have."""

    omit: tuple[str, ...] = ()
    """Names of `OMISSIBLE`; links to what is left out go with it."""


OMISSIBLE: dict[str, re.Pattern[str]] = {
    "days": re.compile(r"\d{4}/\d\d/\d\d/(?:.*/)?index\.html"),
    "on-this-day": re.compile(r"on-this-day/.*"),
    "data": re.compile(r"data/.*"),
    "json-feeds": re.compile(r"(?:.*/)?feed\.json"),
    "archive-feeds": re.compile(r"feed-\d.*\.xml"),
    "name-feeds": re.compile(r"(?!topics/)[a-z]+/.*/feed\.xml"),
    "topic-feeds": re.compile(r"topics/.*/feed\.(?:xml|json)"),
    "llms": re.compile(r"llms\.txt"),
}
"""What can be left out, and which addresses that is."""


def left_out(address: str, omit: tuple[str, ...]) -> bool:
    """True if the page at an address is of a kind that the site does not have."""
    return addresses_of(omit).fullmatch(address) is not None


@lru_cache(maxsize=8)
def addresses_of(omit: tuple[str, ...]) -> re.Pattern[str]:
    """The addresses of all that is left out as one pattern: a look by each takes four times as long."""
    return re.compile("|".join(f"(?:{OMISSIBLE[name].pattern})" for name in omit) or "(?!)")


def check_omit(value: tuple[str, ...]) -> tuple[str, str] | None:
    """What is wrong with the names of what is left out, and what to write."""
    for name in value:
        if name not in OMISSIBLE:
            import difflib  # for a mistake alone

            near = difflib.get_close_matches(name, OMISSIBLE, 1)
            known = "known are: " + ", ".join(OMISSIBLE)
            return (
                f'holds "{name}", which cannot be left out',
                f'did you mean "{near[0]}"?' if near else known,
            )
    return None
