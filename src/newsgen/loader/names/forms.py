"""Read names as texts have them: the evidence of a name, the titles before it, its family name."""

from __future__ import annotations

import re

from newsgen.gazetteer import ascii_fold
from newsgen.loader.names.aliases import find_generation, is_short_form, split_name_into_words
from newsgen.loader.names.capitalized import WordLists

_PROOF = re.compile(
    r'(?P<found>(?:line \d+|headline): "(?P<quote>.*?)"(?: \([^()"]+\))?)'
    r'(?P<joined>; (?P<head>in the headline, )?(?:"(?P<raw>[^"]+)" )?joined with .+)?'
)
"""The words quoted and the extractor that found them; then what `NameResolver` added."""
_COMPANY = re.compile(
    r",? (?:(?<!army )(?<!marine )corp|corporation|inc|incorporated|co|company|ltd|limited|llc|plc)\.?$"
)
_DIVISION = re.compile(r"(?P<of>.+) (?P<kind>department|ministry)")


def split_name_evidence(name: str, proof: str | int | float) -> tuple[str, str, str]:
    """Split the evidence of a name into the quoted words, the name as the text has it, and what the text itself gave.

    The name is '' if all texts together found it in the headline.
    """
    match = _PROOF.fullmatch(str(proof))
    if match is None:
        return "", name, str(proof)
    if match["head"]:
        return match["quote"], "", match[0]
    return match["quote"], match["raw"] or (match["quote"] if match["joined"] else name), match["found"]


def read_titles_before_name(name: str, quote: str, lists: WordLists) -> frozenset[str]:
    """Read the titles directly before a name in the words of a text: 'U.S. Senator Joe Biden' → {'senator'}."""
    before, found, _ = f" {quote}".rpartition(f" {name}")
    roles = []
    words = before.split() if found else []
    while words and (words[-1] in lists.titles or words[-1] in lists.before_titles):
        word = words.pop()
        role = word.strip(".").casefold()
        if word in lists.titles and role not in lists.sections["courtesy"]:
            part = words[-1].strip(".").casefold() if words and words[-1][0].isupper() else ""
            roles.append(
                f"{part} {role}" if part in lists.sections["role-part"] else lists.same_roles.get(role, role)
            )
            if part in lists.sections["role-part"]:
                words.pop()
    return frozenset(roles)


def split_family_and_given_name(name: str, lists: WordLists) -> tuple[str, str]:
    """Return the family name and the given name of a full name, each as written; both are the name if it is a single word."""
    words = name.split()
    while len(words) > 2 and find_generation(words[-1]):
        words.pop()
    first, last = words[0], words[-1]
    is_reversed = first in lists.family_first
    if not is_reversed and last in lists.given and last not in lists.family_last:
        is_reversed = first not in lists.given and not is_short_form(first)
    return (first, last) if is_reversed else (last, first)


def find_family_name(name: str, lists: WordLists) -> str:
    """Return the family name of a full name, in lower case; '' for a single word, or a name that ends with an initial."""
    family = " ".join(split_name_into_words(split_family_and_given_name(name, lists)[0]))
    return family if len(family) > 1 and len(split_name_into_words(name)) > 1 else ""


def make_organization_key(name: str) -> str:
    """Make a key that is equal for spellings of one organization: 'The General Motors Corp.' and 'General Motors'."""
    key = (
        ascii_fold(name).casefold().removeprefix("the ").replace("u.s.", "united states").replace("&", "and")
    )
    key = _COMPANY.sub("", key)
    if match := _DIVISION.fullmatch(key):
        return f"{match['kind']} of {match['of']}"
    return key
