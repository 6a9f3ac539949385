"""Settle names by the whole pile: join family names and spellings of one person, and find the people of headlines.

A text is read alone; what `NameResolver` adds is what only all texts together show. It holds names and the words quoted as
their evidence, never texts. The evidence of a joined name keeps what the text has, so that it can be settled again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

import msgspec

from newsgen.dates import PartialDate
from newsgen.gazetteer import find_place
from newsgen.loader.dates.years import find_office_holder
from newsgen.loader.names.aliases import (
    Aliases,
    find_generation,
    find_given_root,
    is_surely_same_person,
    split_name_into_words,
)
from newsgen.loader.names.capitalized import is_heading, load_word_lists
from newsgen.loader.names.forms import (
    find_family_name,
    make_organization_key,
    read_titles_before_name,
    split_name_evidence,
)
from newsgen.model import Inference, Record

Evidence = Mapping[str, str | int | float]
Joined = tuple[str, str]
"""The name for a form, and why it is joined with that."""
JOINED = ("people", "organizations")
"""Kinds of names that are joined."""
_DEFINED = re.compile(r"(?P<name>.+) \((?P<acronym>[A-Z][A-Za-z&.]{1,9})\)")
_HEAD_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_OWNER = re.compile(r"['’]s?$")
_MOST = 32
"""Most spellings of a given and a family name that are compared with each other."""
_KNOWN = 5
"""Least number of texts with a name that make it well known."""
_RARE = 5
"""A name is rare compared with another one that so many times as many texts have."""
_SURE = 0.5
"""Least confidence of a date that decides who is meant."""
_CROWDED = 8
"""Least number of given names with which a family name is that of many people."""
_ELECTED = ("senator", "representative")
_LED = frozenset({"chairman", "leader", "whip", "speaker"})
"""Titles of members of a legislature, besides `_ELECTED`."""


class NameForm(msgspec.Struct):
    """A name as texts have it."""

    texts: int = 0
    """Number of texts that gave this name, without the headlines that the pile explains."""
    shown: int = 0
    """Number of records that list it."""
    titles: frozenset[frozenset[str]] = frozenset()
    """The titles that it has in the words of texts, such as 'President Joe Biden'."""


class Person(msgspec.Struct, frozen=True):
    """The spellings of one person."""

    name: str
    """The name that records are to have."""
    texts: int
    roles: frozenset[str]
    """The titles it has in texts."""


class FamilyNameGroup(msgspec.Struct):
    """The full names with one family name."""

    spellings: set[str] = msgspec.field(default_factory=set)
    blocks: dict[str, list[str]] = msgspec.field(default_factory=dict)
    """Full names by the root of the given name."""
    titled: dict[str, set[str]] = msgspec.field(default_factory=dict)
    """Full names by title."""


class NameResolver:
    """The names of all texts."""

    def __init__(self, aliases: Aliases, records: Iterable[Record] = ()) -> None:
        """Begin with existing records, which are read with the first name; the spellings of `aliases` always win."""
        self._unread = records
        self._aliases, self._lists = aliases, load_word_lists()
        self._listed = {
            "people": frozenset(aliases.people.values()),
            "organizations": frozenset(aliases.organizations.values()),
        }
        self._roles: dict[frozenset[str], frozenset[str]] = {}
        self._forms: dict[str, dict[str, NameForm]] = {kind: {} for kind in JOINED}
        self._families: dict[str, FamilyNameGroup] = {}
        self._parts: dict[str, tuple[str, str]] = {}
        """Family name and root of the given name of each full name."""
        self._by_words: dict[str, list[str]] = {}
        self._together: Counter[tuple[str, str]] = Counter()
        self._apart: set[tuple[str, str]] = set()
        self._by_key: dict[str, list[str]] = {}
        self._defined: dict[str, set[str]] = {}
        """Keys of organizations by the acronym that texts define."""
        self._found: dict[tuple[str, str, str], Joined | None] = {}
        """What was found for names, until a text is added; so are the next two."""
        self._persons: dict[tuple[str, str], dict[str, Person]] = {}
        self._owners: dict[tuple[str, frozenset[str]], Person | None] = {}

    def add(self, kind: str, names: Sequence[str], evidence: Evidence) -> None:
        """Add the people or organizations of a text; names without evidence are stated, or settled by a human."""
        forms = self._forms[kind]
        for found in (self._found, self._persons, self._owners):
            found.clear()
        lines: dict[str, list[tuple[str, str]]] = {}
        for shown in names:
            name = getattr(self._aliases, kind).get(shown, shown)
            proof = evidence.get(shown, "")
            quote, form, _ = split_name_evidence(name, proof)
            for one in {name, form or name}:
                if one not in forms:
                    forms[one] = NameForm()
                    self._index(kind, one)
            forms[name].shown += 1
            if form:
                forms[form].texts += 1
                if quote and quote != form:
                    self._read_quote(kind, form, quote)
                if kind == "people" and form in self._parts:
                    others = lines.setdefault(self._parts[form][0], [])
                    self._compare_lines(form, str(proof).partition(":")[0], others)

    def _index(self, kind: str, name: str) -> None:
        if kind != "people":
            self._by_key.setdefault(make_organization_key(name), []).append(name)
        elif family := find_family_name(name, self._lists):
            words = split_name_into_words(name)
            root = find_given_root(words[words[0] == family])
            found = self._families.setdefault(family, FamilyNameGroup())
            found.spellings.update(w for w in name.split() if " ".join(split_name_into_words(w)) == family)
            found.blocks.setdefault(root, []).append(name)
            self._by_words.setdefault(" ".join(words), []).append(name)
            self._parts[name] = family, root

    def _read_quote(self, kind: str, form: str, quote: str) -> None:
        """Read a title or an acronym in the words of a text."""
        if kind != "people":
            if match := _DEFINED.fullmatch(quote):
                key = make_organization_key(match["name"])
                self._defined.setdefault(match["acronym"], set()).add(key)
        elif roles := read_titles_before_name(form, quote, self._lists):
            self._forms[kind][form].titles |= {self._roles.setdefault(roles, roles)}
            for role in roles if form in self._parts else ():
                self._families[self._parts[form][0]].titled.setdefault(role, set()).add(form)

    def _compare_lines(self, form: str, line: str, others: list[tuple[str, str]]) -> None:
        """Count a full name with others of the family in one text."""
        for other, other_line in others:
            if other != form:
                pair = min(form, other), max(form, other)
                self._together[pair] += 1
                if line == other_line:
                    self._apart.add(pair)
        others.append((form, line))

    def settle_name(
        self, kind: str, name: str, proof: str | int | float, date: PartialDate | None = None
    ) -> tuple[str, str | int | float]:
        """Return the name for one that a text's own words gave, and its evidence; `date` is the text's, if it is sure."""
        self._read_records()
        quote, form, found = split_name_evidence(name, proof)
        if not form:
            return name, proof
        joined = self._find_name(kind, form, quote)
        if kind == "people" and date and form not in self._listed[kind]:
            holder = self._find_holder(form, quote, date)
            if quote.startswith("former "):
                joined = None if joined and holder and joined[0] == holder[0] else joined
            elif holder and not joined and not self._aliases.is_rejected(kind, holder[0]):
                joined = holder
        if joined:
            own = "" if form == quote else f'"{form}" '
            return joined[0], f"{found}; {own}joined with {joined[0]}, {joined[1]}"
        return form, found or proof

    def add_names(self, front: Mapping[str, object], inferred: Mapping[str, Inference]) -> None:
        """Add the names of a record, given its front matter and how the fields were inferred."""
        self._read_records()
        for kind in JOINED:
            self.add(kind, _read_names(front, kind), _read_evidence(inferred, kind))

    def _read_records(self) -> None:
        unread, self._unread = self._unread, ()
        for record in unread:
            self.add_names({kind: getattr(record, kind) for kind in JOINED}, record.inferred)

    def settle_names(
        self, front: Mapping[str, object], inferred: Mapping[str, Inference], title_line: int, body: str
    ) -> tuple[dict[str, object], dict[str, Inference]]:
        """Settle the names that were inferred for a new record of an English text; return its fields and how they were inferred.

        `title_line` is the line of the headline in the seed, from 1, or 0 if the seed states it; `body` is Markdown.
        """
        values, how = dict(front), dict(inferred)
        place = f"line {title_line}" if title_line else "headline"
        date = front.get("date") if "date" not in how or (how["date"].confidence or 1) >= _SURE else None
        for kind in JOINED:
            names, evidence = _read_names(front, kind), _read_evidence(inferred, kind)
            if names and kind not in how:
                continue
            settled: dict[str, str | int | float] = {}
            if kind == "people":
                known = [name for field in (*JOINED, "places") for name in _read_names(front, field)]
                for quote, person in self.find_headline_people(str(front.get("title", "")), body, known):
                    why = f"{person.name}, {_count_texts(person.texts)}"
                    settled[person.name] = f'{place}: "{quote}"; in the headline, joined with {why}'
            for name in names:
                proof = evidence.get(name, "")
                new, proof = self.settle_name(
                    kind, name, proof, date if isinstance(date, PartialDate) else None
                )
                if new == name or new not in settled:
                    settled[new] = proof
            if tuple(settled) != names:
                old = how.get(kind, Inference("name-patterns", ""))
                proofs = {name: proof for name, proof in settled.items() if proof}
                values[kind], how[kind] = tuple(settled), msgspec.structs.replace(old, evidence=proofs)
        return values, how

    def _find_name(self, kind: str, form: str, quote: str) -> Joined | None:
        """Find the name with which a form is to be joined, given the text's words with its title."""
        key = kind, form, quote
        if key not in self._found:
            found = None
            if form not in self._listed[kind]:
                found = self._find_person(form, quote) if kind == "people" else self._find_organization(form)
            self._found[key] = None if found and self._aliases.is_rejected(kind, found[0]) else found
        return self._found[key]

    def _find_person(self, form: str, quote: str) -> Joined | None:
        if " " in form:
            person = self._get_person(form) if form in self._parts else None
            return (person.name, _count_texts(person.texts)) if person and person.name != form else None
        roles = read_titles_before_name(form, quote, self._lists)
        person = self._find_owner(form, roles)
        if person is None:
            return None
        title = next((f"{role.title()} " for role in sorted(roles & person.roles)), "")
        return person.name, f"the only {title}{form} here, {_count_texts(person.texts)}"

    def _find_holder(self, form: str, quote: str, date: PartialDate) -> Joined | None:
        """Find who of several people with a family name held the office of a title on a date: 'President Bush'."""
        titled = family.titled if (family := self._families.get(form.casefold())) else {}
        for role in sorted(read_titles_before_name(form, quote, self._lists) & titled.keys()):
            if len(titled[role]) > _MOST:
                continue
            persons = {person.name: person for person in map(self._get_person, titled[role])}
            if holder := find_office_holder(role, persons, date):
                return holder, f"{role} on {date.iso[:10]}, {_count_texts(persons[holder].texts)}"
        return None

    def _find_owner(self, name: str, roles: frozenset[str]) -> Person | None:
        """Find the only person with a family name, or the only one with one of these titles.

        A name without a title may be any of those that the pile has with titles, so all of them must be one person.
        """
        family = self._families.get(" ".join(split_name_into_words(name)))
        if family and (name, roles) not in self._owners:
            self._owners[name, roles] = self._decide_owner(family, name, roles)
        return self._owners.get((name, roles))

    def _decide_owner(self, family: FamilyNameGroup, name: str, roles: frozenset[str]) -> Person | None:
        names = next(iter(family.blocks.values())) if len(family.blocks) == 1 else []
        alone = _get_only(map(self._get_person, names[:_MOST]))
        if not roles:
            titles = self._forms["people"].get(name, NameForm()).titles
            return _get_only(self._find_owner(name, found) for found in titles) if titles else alone
        titled = [family.titled[role] for role in roles if role in family.titled]
        if not titled and roles & _LED:
            titled = [family.titled[role] for role in (*_LED, *_ELECTED) if role in family.titled]
        if not titled:
            return alone if alone and alone.texts > 1 and not alone.roles else None
        if sum(map(len, titled)) > _MOST:
            return None
        fitting = {person.name: person for person in map(self._get_person, set().union(*titled))}.values()
        most = min(fitting, key=lambda person: (-person.texts, person.name))
        others = (one.name for one in fitting if one is not most)
        same = (self._is_rare(one, most.name) and is_surely_same_person(one, most.name) for one in others)
        return most if all(same) else None

    def _get_person(self, name: str) -> Person:
        """Return the person of a full name."""
        part = family_name, root = self._parts[name]
        family, forms = self._families[family_name], self._forms["people"]
        if part not in self._persons:
            found = self._persons[part] = {}
            ranked = sorted(family.blocks[root], key=self._rank_person)
            for group in self._group_spellings(ranked, crowded=len(family.blocks) >= _CROWDED):
                texts = sum(forms[one].texts for one in group)
                roles = frozenset().union(*map(self._list_roles, group))
                found |= dict.fromkeys(group, Person(group[0], texts, roles))
        return self._persons[part][name]

    def _list_roles(self, name: str) -> frozenset[str]:
        return frozenset().union(*self._forms["people"][name].titles)

    def _rank_person(self, name: str) -> tuple[bool, int, int, str]:
        """Rank spellings: those of names.toml, then the most frequent, then the longest."""
        return name not in self._listed["people"], -self._forms["people"][name].shown, -len(name), name

    def _group_spellings(self, names: Sequence[str], *, crowded: bool) -> Iterator[list[str]]:
        """Yield the spellings of each person; one that fits two persons is alone.

        The names have one family name, and given names that may mean one; if the family name is `crowded`, so many people have it
        that two spellings need a title in common.
        """
        exact: dict[tuple[object, ...], list[str]] = {}
        for name in names:
            listed = name if name in self._listed["people"] else ""
            exact.setdefault((split_name_into_words(name), find_generation(name), listed), []).append(name)
        firsts = [group[0] for group in exact.values()]
        near: dict[str, set[str]] = {name: {name} for name in firsts}
        doubtful: set[str] = set()
        for one, other in combinations(firsts, 2) if len(firsts) <= _MOST else ():
            unlike = crowded and self._list_roles(one).isdisjoint(self._list_roles(other))
            if self._is_one_person(one, other) and not unlike:
                near[one].add(other)
                near[other].add(one)
            elif is_surely_same_person(one, other) and self._is_rare(other, one):
                doubtful.add(other)
        near = {name: {name} if name in doubtful else near[name] - doubtful for name in firsts}
        alone = {n for n in firsts if any(b not in near[a] for a, b in combinations(near[n] - {n}, 2))}
        done: set[str] = set()
        for name in firsts:
            if name not in done:
                same = [name] if name in alone else [one for one in firsts if one in near[name] - alone]
                done.update(same)
                yield [form for group in exact.values() if group[0] in same for form in group]

    def _is_one_person(self, one: str, other: str) -> bool:
        """True if two spellings are one person's: no line has both, and less than half of the texts with the rarer one."""
        if {one, other} <= self._listed["people"] or not is_surely_same_person(one, other):
            return False
        pair = min(one, other), max(one, other)
        forms = self._forms["people"]
        both, fewest = self._together[pair], min(forms[one].texts, forms[other].texts)
        return not both or (pair not in self._apart and both * 2 < fewest)

    def _is_rare(self, name: str, other: str) -> bool:
        return self._forms["people"][name].texts * _RARE <= self._forms["people"][other].texts

    def _find_organization(self, form: str) -> Joined | None:
        key = make_organization_key(form)
        if form not in self._defined and len(self._by_key.get(key, ())) < 2:
            return None
        keys = self._defined.get(form, set()) if form.isupper() and " " not in form else {key}
        if len(keys) != 1:
            return None
        (key,) = keys
        names = [name for name in self._by_key.get(key, ()) if name not in self._defined]
        listed = [name for name in names if name in self._listed["organizations"]]
        forms = self._forms["organizations"]
        if not names or len(listed) > 1:
            return None
        best = min(names, key=lambda name: (name not in listed, -forms[name].shown, -len(name), name))
        texts = sum(forms[name].texts for name in names)
        return None if best == form else (best, _count_texts(texts))

    def find_headline_people(
        self, title: str, body: str, taken: Iterable[str]
    ) -> Iterator[tuple[str, Person]]:
        """Yield the people in a headline in title case or capitals, each with its words: full and well-known family names.

        `taken` has the names that the record has already, of all kinds.
        """
        matches = list(_HEAD_WORD.finditer(title))
        tokens = [_OWNER.sub("", match[0]) for match in matches]
        words = [" ".join(split_name_into_words(token)) for token in tokens]
        places = [i for i, word in enumerate(words) if word in self._families and tokens[i][0].isupper()]
        if not places or not is_heading(title):
            return
        known = {word for name in taken for word in split_name_into_words(name)}
        near = [title[one.end() : other.start()] == " " for one, other in pairwise(matches)]
        for i in places:
            if words[i] in known:
                continue
            start, person = self._find_full_name(words, i)
            if person is None:
                before = tokens[i - 1].title() if i and near[i - 1] else ""
                after = tokens[i + 1].capitalize() if i < len(near) and near[i] else ""
                person = self._find_known(words[i], before, after, body)
            if person and not self._aliases.is_rejected("people", person.name):
                yield " ".join(tokens[start : i + 1]), person
                known.update(split_name_into_words(person.name))

    def _find_full_name(self, words: Sequence[str], last: int) -> tuple[int, Person | None]:
        """Find the person whose full name ends at a position; return the position of its first word, too."""
        for start in range(max(0, last - 3), last):
            full = " ".join(filter(None, words[start : last + 1]))
            person = _get_only(map(self._get_person, self._by_words.get(full, ())[:_MOST]))
            if person and person.texts > 1:
                return start, person
        return last, None

    def _find_known(self, family: str, before: str, after: str, body: str) -> Person | None:
        """Find the person of a family name in a headline, between two words: by a title, or because only one is known."""
        lists, spellings = self._lists, self._families[family].spellings
        name = min(spellings, key=lambda one: (one.isupper(), one), default=family)
        roles = read_titles_before_name(name, f"{before} {name}", lists)
        person = self._find_owner(name, roles)
        form = self._forms["people"].get(name, NameForm())
        if person is None and form.texts >= _KNOWN:
            person = Person(name, form.texts, self._list_roles(name))
            roles &= person.roles
        if person is None or roles:
            return person
        is_word = family in lists.words or name in lists.given or find_place(name)
        is_other = (before and before.casefold() not in lists.words) or find_place(f"{name} {after}")
        if is_word or is_other or after in lists.heads or after in lists.sections["landmark"]:
            return None
        return person if person.texts >= _KNOWN or (person.texts > 1 and f"{name} " in body) else None


def _get_only(persons: Iterable[Person | None]) -> Person | None:
    """Return the person if all of some persons are one; None if they are several, or there is none."""
    found = set(persons)
    return found.pop() if len(found) == 1 else None


def _read_names(front: Mapping[str, object], field: str) -> tuple[str, ...]:
    names = front.get(field)
    return tuple(name for name in names if isinstance(name, str)) if isinstance(names, tuple | list) else ()


def _read_evidence(inferred: Mapping[str, Inference], field: str) -> Evidence:
    how = inferred.get(field)
    return how.evidence if how and isinstance(how.evidence, dict) else {}


def _count_texts(texts: int) -> str:
    return f"named in {texts:,} texts" if texts > 1 else "named in 1 text"
