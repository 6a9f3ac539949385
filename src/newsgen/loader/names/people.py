"""Find people: by role and title, by known given and family names, by the words around them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import msgspec

from newsgen.gazetteer import find_place
from newsgen.loader.names.aliases import Spellings, is_same_person, split_name_into_words
from newsgen.loader.names.capitalized import CapitalizedRun, NameMention, WordLists, load_word_lists
from newsgen.loader.names.forms import split_family_and_given_name

_INITIAL = re.compile(r"(?:[^\W\d_]\.-?){1,3}|[A-Z]\.?[A-Z]?")
_FIRST_INITIAL = re.compile(r"(?:[^\W\d_]\.-?){1,2}|J\.R\.R\.|J[A-Z]|[A-Z]J")
_SUFFIX = frozenset(
    "Jr Jr. Sr Sr. II III IV PhD MD RN DO CPA Esq Esq. QC KC MP MEP MSP CBE OBE MBE KBE USN USMC USAF".split()
)
_ORDINALS = frozenset("II III IV V VI VII VIII IX X XI XII XIII XIV XV XVI".split())
"""Numbers of monarchs, which may stand inside a name: 'Carl XVI Gustaf'."""
_SPEAKERS = frozenset({"Q", "A", "Q."})
"""Marks of question and answer in an interview."""
_NOT_PROSE = re.compile(
    r"[.@#=][a-z0-9]|\(\)|::| vs?\.? [A-Z]|['’]s (?:disease|syndrome)|"
    r" (?:syndrome|telescope|spacecraft)\b"
)
"""After a word of code or of an address, the first party of a case in court, and a person whose name a thing has."""
_QUOTED = (re.compile(r"(?:^|[ (])[\"“‘']$"), re.compile(r"[,.]?[\"”’'](?!\w)"))
"""Before and after a name that is quoted as a whole, as the title of a work is."""
_ARTICLES = frozenset({"the", "a", "an"})

_APPOSITION = re.compile(
    r"(?: \((?:[DRI]|ID)-|, [DRI]-[A-Z]| \(\d\d?\)|, (?:who|\d{1,3},|(?:aged|age) \d|"
    r"(?!its |their |our )(?:(?:an?|the|former|his|her) )?"
    r"(?P<role>[A-Za-z-]+(?: [A-Za-z-]+){0,3}))"
    r"|,? (?P<verb>[a-z]+)\b)"
)
_AUXILIARIES = frozenset({"was", "is", "has", "had", "will", "would"})
_SUBJECT = re.compile(r"(?: of (?:the )?[A-Z][\w-]*(?: [A-Z][\w-]*)*)?(?:, who)? (?P<verb>[a-z]+)\b")
_OBJECT = re.compile(r"(?i)\b(?:about|and|as|by|for|from|like|of|or|than|to|with)\b[^,.;:]*$")
"""Before a name that is no subject: 'a film by director'."""
_ROLE_END = frozenset("of at for in on to with from by as who and our when where".split())
"""Words that end the role in an apposition: 'an engineering manager at'."""
_SAID_BEFORE = re.compile(
    r"(?:(?P<quoted>[\"”’])|,) (?:said|says|explained|added|recalled|noted|according to) $"
)


class PersonForm(msgspec.Struct, frozen=True):
    """A run with a possible name of a person."""

    run: CapitalizedRun
    words: tuple[str, ...]
    """The possible name."""
    has_title: bool
    """True if a title or a role comes before it."""
    lead: int
    """Number of words of the run before it."""

    @property
    def name(self) -> str:
        """The words as one name."""
        return " ".join(self.words)


def read_person(run: CapitalizedRun, lists: WordLists) -> PersonForm | None:
    """Read the possible name in a run: the words after the last title, without words that belong to something else."""
    words = run.words
    while len(words) > 1 and words[-1] in _SUFFIX:
        words = words[:-1]
    if _NOT_PROSE.match(run.after) or run.before.endswith((" v. ", " vs. ")):
        return None
    lead = max((i + 1 for i, w in enumerate(words[:-1]) if _is_role(w, lists)), default=0)
    if lead == len(words) - 1 > 0 and words[lead - 1] in lists.given:
        lead -= 1
    has_title = lead > 0 or run.word_before in lists.roles
    if not lead and len(words) > 1 and run.starts_sentence and words[0] in _SPEAKERS:
        lead = 1
    while lead < len(words) - 1 and (count := _count_leading(words, lead, lists)):
        lead += count
    name = words[lead:]
    if not name or (name[-1] in lists.titles and name[-1] not in lists.family_last):
        return None
    if len(name) > 1 and (
        name[0] in lists.sections["opener"] or not lists.sections["ship"].isdisjoint(words)
    ):
        return None
    form = PersonForm(run, name, has_title, lead)
    return None if _is_thing(form, lists) else form


def _is_role(word: str, lists: WordLists) -> bool:
    """True if a word is a title, or a role with a capital: 'Psychiatrist', 'Co-Chairman', 'Secretary-designate'."""
    if word in lists.titles or (word.lower() in lists.roles and word not in lists.given):
        return True
    first, _, last = word.partition("-")
    return bool(last) and (first in lists.titles or (last in lists.titles and first in lists.before_titles))


def _is_thing(form: PersonForm, lists: WordLists) -> bool:
    """True if a word means something else than a person; a family name may be such a word if the text shows a person."""
    name = form.words
    rest = name[1:] if name[0] in lists.family_first or name[0] == "Bill" else name
    is_named = form.has_title or (is_plain_given(name[0], lists) and has_person_cue(form, lists))
    if len(rest) > 1 and is_named and _is_family_name(rest[-1], lists):
        rest = rest[:-1]
    return any(w in lists.things or w in lists.demonyms for w in rest)


def _count_leading(words: Sequence[str], i: int, lists: WordLists) -> int:
    """Count the words at a position that do not belong to a name: 'Chinese', 'U.S.', 'Foreign', 'NASA', 'New York'."""
    word, rest = words[i], len(words) - i
    if word in lists.demonyms or word in lists.before_titles or word in lists.organizations:
        return int(word not in lists.given or rest > 2)
    if word in lists.sections["direction"] or _is_adjective(word, lists):
        return 1
    if rest > 2 and word not in lists.given and word not in lists.family_first:
        for count in range(min(3, rest - 2), 0, -1):
            if find_place(" ".join(words[i : i + count])) and not _INITIAL.fullmatch(words[i + count]):
                return count
        return int(word.lower() in lists.words and word not in lists.family_last)
    return int(len(word) > 1 and word.isupper() and word.isalpha())


def _is_adjective(word: str, lists: WordLists) -> bool:
    """True for a compound that describes the person after it: 'Spanish-language', 'Twenty-eight-year-old'."""
    last = word.rpartition("-")[2]
    return "-" in word and len(last) > 2 and last in lists.words


def is_name_word(word: str, lists: WordLists) -> bool:
    """True if a word may be part of a name: an initial, a known name, or a word that is not common."""
    if word in lists.given or _is_family_name(word, lists) or _INITIAL.fullmatch(word):
        return True
    small = word.lower()
    if (
        small in lists.words
        or small in lists.roles
        or word in lists.heads
        or (word[:2].isupper() and word[:2].isalpha())
    ):
        return False
    if "-" in word:
        return all(_is_name_part(part, lists) for part in word.split("-"))
    return word.replace("'", "").replace("’", "").isalpha()


def _is_family_name(word: str, lists: WordLists) -> bool:
    """True if a word is a known family name that may be last."""
    return word in lists.family_last or word in lists.family_words or word in lists.family_first


def _is_name_part(part: str, lists: WordLists) -> bool:
    """True if a part of a word with hyphens may belong to a name: 'Wright' or 'hyun', not 'Over', 'the', 'skippered'."""
    if len(part) < 2 or part in lists.given or _is_family_name(part, lists):
        return len(part) > 1
    if part.islower() and (len(part) > 4 and part.endswith(("ed", "ing"))):
        return False
    is_small = part in ("the", "was", "is", "and", "of")
    return part not in lists.demonyms and (len(part) < 4 or part.lower() not in lists.words) and not is_small


def _is_given(word: str, lists: WordLists) -> bool:
    """True if a word is a known given name, also the first of two with a hyphen: 'Anna-Lena'."""
    return word in lists.given or ("-" in word and word.partition("-")[0] in lists.given)


def is_plain_given(word: str, lists: WordLists) -> bool:
    """True if a word is a given name, and neither a common word nor a well-known place."""
    if not _is_given(word, lists) or word.lower() in lists.words:
        return False
    place = find_place(word)
    return place is None or (place.kind == "t" and place.population < 300)


def is_full_name(name: Sequence[str], starts_sentence: bool, lists: WordLists) -> bool:
    """True if two to five words are a person's name, without other evidence."""
    first, last = name[0], name[-1]
    if not 2 <= len(name) <= 5 or _is_no_last_name(last) or last in lists.heads:
        return False
    if find_place(" ".join(name)) and not (is_plain_given(first, lists) and last in lists.family_last):
        return False
    if first in lists.family_first and len(name) < 4 and all(_is_asian_given(w, lists) for w in name[1:]):
        return True
    middle_ok = all(w.islower() or w in _ORDINALS or is_name_word(w, lists) for w in name[1:-1])
    if is_plain_given(first, lists) or (_FIRST_INITIAL.fullmatch(first) and not find_place(first)):
        if _is_given(first, lists) and len(name) == 2 and last.isalpha():
            return last in lists.family_last or last.lower() not in lists.roles
        return middle_ok and is_name_word(last, lists)
    if first in lists.given and middle_ok and not (starts_sentence and first.lower() in lists.words):
        return last in lists.family_last or (is_name_word(last, lists) and find_place(last) is None)
    if (
        not all(is_name_word(w, lists) for w in name)
        or find_place(first)
        or (starts_sentence and first.lower() in lists.words)
    ):
        return False
    plain = last.lower() not in lists.words and find_place(last) is None
    family = last in lists.family_last or (last in lists.family_first and first not in lists.family_first)
    return (len(name) == 2 and is_plain_given(last, lists)) or (family and plain)


def _is_no_last_name(word: str) -> bool:
    """True for a word in capitals or an initial, with which no name ends, but Malcolm X's."""
    return word != "X" and (word.isupper() or len(word) < 2 or _INITIAL.fullmatch(word) is not None)


def _is_asian_given(word: str, lists: WordLists) -> bool:
    """True if a word may be a given name after a family name: 'Jinping', 'Jong-un'."""
    if word.lower() in lists.words or word.isupper() or len(word) < 2 or find_place(word):
        return False
    return word.isalpha() or "-" in word


class People(msgspec.Struct, frozen=True):
    """The people of a text."""

    mentions: list[NameMention]
    leads: dict[tuple[int, int], int]
    """For (line, start) of each run with a name the number of words before the name."""
    words: frozenset[str]
    """All words of their names."""


def find_people(runs: Sequence[CapitalizedRun], spellings: Spellings) -> People:
    """Find the people among runs of capitalised words that are not organizations."""
    lists = load_word_lists()
    forms = [form for run in runs if (form := read_person(run, lists))]
    single = [form for form in forms if len(form.words) == 1]
    family_names = {form.name for form in single if form.has_title or has_speech_verb(form.run, lists)}
    full = [form for form in forms if _is_whole_name(form, family_names, spellings, lists)]
    names = map_to_first_spelling([form.name for form in full], spellings)
    titled = {form.name: form.name for form in single if _is_titled_name(form, lists)}
    owners = titled | map_short_forms(names.values(), lists)
    found = [(form, names[form.name]) for form in full]
    for form in single:
        owner = spellings.get(form.name) or spellings.get(form.run.text) or owners.get(form.name)
        if owner and not _is_place(form, lists):
            found.append((form, names.get(owner, owner)))
    return People(
        [
            NameMention(name, form.run.line, form.run.start, _quote(form), _is_passing(form, lists))
            for form, name in found
        ],
        {(form.run.line, form.run.start): form.lead for form, _ in found},
        frozenset(word for name in names.values() for word in name.split()) | titled.keys(),
    )


def _quote(form: PersonForm) -> str:
    """Return the words of a run as evidence, with 'former' before its title."""
    is_former = form.lead and form.run.word_before == "former"
    return f"{form.run.word_before} {form.run.text}" if is_former else form.run.text


def _is_whole_name(form: PersonForm, family_names: set[str], spellings: Spellings, lists: WordLists) -> bool:
    """True if a form is a person's whole name; `family_names` are family names without given names in the text."""
    words = form.words
    if len(words) < 2:
        return False
    if form.name in spellings or form.run.text in spellings:
        return True
    starts_sentence = form.run.starts_sentence and not form.lead and not _acts(form.run, lists)
    if is_full_name(words, starts_sentence, lists):
        return not _is_doubtful(form, lists) or has_person_cue(form, lists)
    if len(words) > 4 or find_place(form.name) or not all(is_name_word(w, lists) for w in words):
        return False
    if _is_no_last_name(words[-1]):
        return False
    return has_person_cue(form, lists) or (words[-1] in family_names and find_place(words[0]) is None)


def _is_doubtful(form: PersonForm, lists: WordLists) -> bool:
    """True if a full name ends with a common word, is quoted as a work is, or has an article as a thing has."""
    if not form.lead and _QUOTED[1].match(form.run.after) and _QUOTED[0].search(form.run.before):
        return True
    last = form.words[-1]
    if last.lower() in lists.words and not _is_family_name(last, lists):
        return last not in lists.given
    if is_plain_given(form.words[0], lists) or _is_family_name(last, lists):
        return False
    return not form.lead and form.run.word_before.lower() in _ARTICLES


def _is_titled_name(form: PersonForm, lists: WordLists) -> bool:
    """True if a form is like 'Mr. Tedeschi': a title in the run and a word that can be a family name."""
    word = form.name
    title = form.run.words[form.lead - 1] if form.lead else ""
    has_title = title in lists.titles or ("-" in title and _is_role(title, lists))
    if not has_title or len(word) < 2 or word.isupper() or not is_name_word(word, lists):
        return False
    return find_place(word) is None or _is_family_name(word, lists)


def _is_place(form: PersonForm, lists: WordLists) -> bool:
    """True if a single word is a place here: 'in Lincoln'."""
    word = form.run.word_before.lower()
    return (word in lists.sections["in"] or word in ("from", "to")) and find_place(form.name) is not None


def has_person_cue(form: PersonForm, lists: WordLists) -> bool:
    """True if the words around an unknown name show that it is a person."""
    if form.has_title:
        return True
    match = _APPOSITION.match(form.run.after)
    if match and match["role"]:
        group: Sequence[str] = match["role"].split()
        end = next((i for i, word in enumerate(group) if word in _ROLE_END), len(group))
        return end > 0 and (group[end - 1].lower() in lists.roles or group[end - 1] in lists.titles)
    if match and not match["verb"]:
        return True
    said = _SAID_BEFORE.search(form.run.before)
    if (match and match["verb"] in lists.sections["personal"]) or (said and said["quoted"]):
        return True
    has_speech = said is not None or (match is not None and match["verb"] in lists.verbs)
    return has_speech and _has_known_name(form, lists)


def _has_known_name(form: PersonForm, lists: WordLists) -> bool:
    """True if the first word is a given name or the last a family name; others may be a company that says something."""
    first, last = form.words[0], form.words[-1]
    return _is_given(first, lists) or first in lists.family_first or _is_family_name(last, lists)


def has_speech_verb(run: CapitalizedRun, lists: WordLists) -> bool:
    """True if a verb of speech or the like follows: 'Xi said', 'Liu, on Wednesday, said'."""
    match = _APPOSITION.match(run.after)
    return match is not None and match["verb"] in lists.verbs


def _acts(run: CapitalizedRun, lists: WordLists) -> bool:
    """True if a run is the subject of a verb of speech, an auxiliary or a past tense: 'Ana Roe of the Green Party was …'."""
    match = _SUBJECT.match(run.after)
    verb = match["verb"] if match else ""
    return verb in lists.verbs or verb in _AUXILIARIES or (len(verb) > 3 and verb.endswith("ed"))


def _is_passing(form: PersonForm, lists: WordLists) -> bool:
    """True if a name comes after a role in lower case, and is not the subject of a verb: 'songs by actor Tom Hanks'."""
    if form.lead or form.run.word_before not in lists.roles:
        return False
    return not (
        has_speech_verb(form.run, lists) or (_acts(form.run, lists) and not _OBJECT.search(form.run.before))
    )


def map_to_first_spelling(names: Sequence[str], spellings: Spellings) -> dict[str, str]:
    """Join the spellings of a person in a text: aliases, missing middle initials, another order; the first spelling stays."""
    alike: dict[tuple[str, ...], list[str]] = {}
    merged: dict[str, str] = {}
    for name in names:
        if name in merged:
            continue
        usual = spellings.get(name, name)
        words = split_name_into_words(usual) or (usual,)
        first, last = words[0], words[-1]
        lookups = [
            (last, first),
            (last, f"{first[:1]}…" if len(first) == 1 else first[:1]),
            tuple(sorted(words)),
        ]
        others = (other for key in lookups for other in alike.get(key, ()))
        merged[name] = next((other for other in others if is_same_person(other, usual)), usual)
        if merged[name] == usual:
            for key in {(last, first), (last, f"{first[:1]}…"), tuple(sorted(words))}:
                alike.setdefault(key, []).append(usual)
    return merged


def map_short_forms(names: Iterable[str], lists: WordLists) -> dict[str, str]:
    """Map short forms to full names: the family name, or a given name that is not a common word or place."""
    owners: dict[str, str] = {}
    firsts: dict[str, str] = {}
    for name in names:
        family, given = split_family_and_given_name(name, lists)
        owners.setdefault(family, name)
        if is_plain_given(given, lists) or (given.lower() not in lists.words and find_place(given) is None):
            firsts.setdefault(given, name)
    return firsts | owners
