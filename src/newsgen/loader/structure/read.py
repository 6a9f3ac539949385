"""Read the structure of an article: title, dek, authors and Markdown body, and how they were found."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import msgspec

from newsgen.errors import ContentError, Problem
from newsgen.loader.structure.headline import (
    HEADING_CONFIDENCE,
    LONGEST_HEADLINE,
    Headline,
    find_headings,
    find_headline,
    is_dek,
    join_broken_headline,
)
from newsgen.loader.structure.lines_above_text import read_byline
from newsgen.loader.structure.paragraphs import (
    QUOTATION_CONFIDENCE,
    Paragraph,
    Quotation,
    find_paragraphs,
    find_quotations,
    write_body,
)
from newsgen.loader.structure.print_artifacts import BrokenWord, find_print_artifacts
from newsgen.loader.structure.shared_lines import hash_line
from newsgen.loader.text import SeedText, cut_line_start
from newsgen.markdown.render import extract_text
from newsgen.model import Guess, Inference, ParsedArticle

_BYLINES_ABOVE = 6
_BYLINES_BELOW = 2
"""Number of paragraphs after the headline, and at the end, that may be a byline."""
_MOST_SUGGESTIONS = 12
"""Most suggestions in a record; a text with more is probably not a news story."""
_ATX = re.compile(r" {0,3}#{1,2}[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*")
_SETEXT = re.compile(r" {0,3}=+[ \t]*")
_FENCE = re.compile(r" {0,3}(?:`{3,}|~{3,})")
_STARTS = re.compile(r" {0,3}(?:[-+*>|#]|\d{1,9}[.)]|`{3}|~{3}|!\[|\[[^]]*\]:)|    |\t")
_LINK = re.compile(r"!?\[([^\[\]]*)\]\([^()\s]*(?:\s+\"[^\"]*\")?\)")
_MARKS = re.compile(
    r"(?<!\\)(?:\*{1,3}|`+|(?<!\w)_{1,3}|_{1,3}(?!\w))|\\(?=[!-/:-@\[-`{-~])|^ {0,3}(?:#{1,6}|>)[ \t]+"
)

_EMPHASIZED = re.compile(r"(\*{1,3}|_{1,3})(?![\s*_])[^*_\n]+(?<!\s)\1")
_LONGEST_DEK = 40
"""Most words of a dek."""


class Structure(msgspec.Struct, frozen=True):
    """The parts of a text."""

    title: str
    dek: str
    body: str
    """Markdown, with '\\n' line ends."""
    text: SeedText
    """The text for the rules of inference; wrapped lines are joined on their first line."""
    authors: tuple[str, ...] = ()
    inferred: dict[str, Inference] = {}
    """How title, authors, quotations and headings were found; and what print left, see `print_artifacts.py`."""
    doubtful: tuple[str, ...] = ()
    """Words broken at line ends whose hyphens stay, without hyphens: other texts may have them."""


def read_structure(
    draft: ParsedArticle, shared: Collection[bytes] = (), known: Collection[str] = ()
) -> Structure:
    """Read the structure of an article by the rules of its markup; `shared` and `known` as in `read_plain_structure`."""
    if draft.markup == "markdown":
        title, file = str(draft.stated.get("title", "")), draft.seed.file
        name = draft.name or (file.rpartition("/")[2].rpartition(".")[0] if draft.stated else "")
        found = read_markdown_structure(file, draft.text, title, name)
        return found if draft.line or draft.stated else _add_byline(found)
    title = str(draft.stated.get("title", ""))
    return read_plain_structure(draft.seed.file, draft.text, title, shared, known)


def read_plain_structure(
    file: str, text: str, title: str = "", shared: Collection[bytes] = (), known: Collection[str] = ()
) -> Structure:
    """Read the structure of a plain text.

    Args:
        title: as the seed states it outside the text; no line of the text is then taken for the headline.
        shared: as in `find_headline`.
        known: words of other texts, by which words that are broken at line ends are joined.
    """
    lines, printed = find_print_artifacts(text, known)
    paragraphs: Sequence[Paragraph] = find_paragraphs(lines, printed)
    if not paragraphs:
        remedy = "put a text into it, or delete the file"
        raise ContentError(Problem(file, 0, 0, "the text is empty", remedy, "empty-seed"))
    pages = [paragraph for paragraph in paragraphs if paragraph.kind == "page"]
    if pages:
        shared = {*shared, *(hash_line(page.text) for page in pages)}
    headline = Headline(title, -1) if title else find_headline(paragraphs, shared)
    paragraphs, headline = join_broken_headline(paragraphs, headline)
    start = max(headline.index, headline.dek_index) + 1 if headline.rule == "headline" else headline.index
    quotations = find_quotations(paragraphs, start)
    leads = {q.first - 1 for q in quotations}
    headings = {i: sure for i, sure in find_headings(paragraphs, start).items() if i not in leads}
    written = {i for i, sure in headings.items() if sure >= HEADING_CONFIDENCE}
    quotations = [q for q in quotations if written.isdisjoint(range(q.first, q.last + 1))]
    authors, byline = _find_authors([(p.first, p.text) for p in paragraphs], headline.index)
    inside = {n for p in paragraphs if p.kind == "prose" for n in range(p.first, p.last)}
    broken = [word for n, word in printed.broken.items() if n in inside]
    inferred = {
        "title": _explain_title(paragraphs, headline),
        "authors": byline,
        "quotations": _explain_quotations(paragraphs, quotations),
        "headings": _explain_headings(paragraphs, headings),
        "hyphens": _explain_hyphens(broken),
        "pages": _explain_pages(pages),
    }
    removed = {headline.index if headline.rule == "headline" else -1, headline.dek_index}
    quoted = {q.first: q.last for q in quotations if q.confidence >= QUOTATION_CONFIDENCE}
    return Structure(
        title=_join_blanks(headline.title),
        dek=_join_blanks(headline.dek),
        body=write_body(paragraphs, removed, written, quoted),
        text=_make_text(file, lines, paragraphs, headline),
        authors=authors,
        inferred={field: how for field, how in inferred.items() if how},
        doubtful=tuple(word.word for word in broken if not word.is_joined and word.parts[1].islower()),
    )


def _join_blanks(text: str) -> str:
    """Replace runs of blanks in a headline by a single blank; other white space stays."""
    return " ".join(filter(None, text.replace("\t", " ").replace("\n", " ").split(" ")))


def _make_text(
    file: str, lines: Sequence[str], paragraphs: Sequence[Paragraph], headline: Headline
) -> SeedText:
    """Make the text for the rules of inference, with each wrapped paragraph on its first line."""
    shown = list(lines)
    for paragraph in paragraphs:
        if paragraph.kind == "page":
            shown[paragraph.first - 1] = ""
        if paragraph.kind == "prose" and paragraph.last > paragraph.first:
            blank = [""] * (paragraph.last - paragraph.first)
            shown[paragraph.first - 1 : paragraph.last] = [paragraph.text, *blank]
    is_line = headline.index >= 0 and headline.rule != "first-sentence"
    title = paragraphs[headline.index].first if is_line else 0
    dek = paragraphs[headline.dek_index].first if headline.dek_index >= 0 else 0
    return SeedText(file, tuple(shown), title, dek)


def _find_authors(lines: Sequence[tuple[int, str]], title: int) -> tuple[tuple[str, ...], Inference | None]:
    """Find the byline near the top or at the end, and read its names; `title` is the position of the headline."""
    for number, line in (*lines[: title + _BYLINES_ABOVE], *lines[-_BYLINES_BELOW:]):
        if names := read_byline(line):
            return names, Inference("byline", f'line {number}: "{line}"', 0.9)
    return (), None


def _explain_title(paragraphs: Sequence[Paragraph], headline: Headline) -> Inference | None:
    """Explain a title that is no line of the text."""
    if headline.rule == "headline":
        return None
    paragraph = paragraphs[headline.index]
    if headline.rule == "label":
        return Inference("label", f'line {paragraph.first}: "{paragraph.text}"', 0.9)
    return Inference("first-sentence", f"line {paragraph.first}: the text begins without a headline", 0.4)


def _explain_quotations(paragraphs: Sequence[Paragraph], quotations: Sequence[Quotation]) -> Inference | None:
    """List the lines that were marked as quotations or may be quotations, with the reason."""
    evidence: dict[str, str | int | float] = {}
    for q in [q for q in quotations if q.confidence >= 0.4][:_MOST_SUGGESTIONS]:
        first, last, lead = paragraphs[q.first].first, paragraphs[q.last].last, paragraphs[q.first - 1]
        verb = "marked" if q.confidence >= QUOTATION_CONFIDENCE else "suggested"
        place = f"line {first}" if first == last else f"lines {first}-{last}"
        end = f'line {lead.first} ends "{cut_line_start(lead.text)}"'
        evidence[place] = f"{verb} ({q.confidence}): {q.rule}, {end}"
    return Inference("block-quotation", evidence) if evidence else None


def _explain_headings(paragraphs: Sequence[Paragraph], headings: Mapping[int, float]) -> Inference | None:
    """List the lines that may be sub-heads but were not marked."""
    evidence: dict[str, str | int | float] = {}
    for i, sure in [found for found in headings.items() if found[1] < HEADING_CONFIDENCE][:_MOST_SUGGESTIONS]:
        evidence[f"line {paragraphs[i].first}"] = f'suggested ({sure}): "{paragraphs[i].text}"'
    return Inference("sub-head", evidence) if evidence else None


def _explain_hyphens(broken: Sequence[BrokenWord]) -> Inference | None:
    """Count the words that were broken at line ends, and list the first of them as they are now."""
    joined = sum(word.is_joined for word in broken)
    evidence: dict[str, str | int | float] = {"joined": joined, "with hyphen": len(broken) - joined}
    for word in broken[:_MOST_SUGGESTIONS]:
        evidence[f"line {word.line}"] = ("" if word.is_joined else "-").join(word.parts)
    return Inference("line-ends", evidence) if broken else None


def _explain_pages(pages: Sequence[Paragraph]) -> Inference | None:
    """List the lines that are page numbers and running heads."""
    shown = pages[:_MOST_SUGGESTIONS]
    evidence: dict[str, str | int | float] = {f"line {page.first}": page.text for page in shown}
    if len(pages) > _MOST_SUGGESTIONS:
        evidence["in all"] = len(pages)
    return Inference("page-ends", evidence) if pages else None


def read_markdown_structure(file: str, text: str, title: str = "", name: str = "") -> Structure:
    """Read the structure of a Markdown text: its title and its body.

    The first `# heading` becomes the title and is removed from the body; without a heading the first line becomes the
    title, and is removed if it is a short paragraph.

    Args:
        title: title in front matter; if it is given, the body does not change.
        name: the file's name if it has front matter; it serves as the title of a text without title and heading.
    """
    lines = text.split("\n")
    seen = SeedText(file, tuple(_remove_marks(line) for line in lines))
    if title:
        return Structure(title, "", text.strip("\n"), seen)
    found = _find_title_heading(lines) or (None if name else _find_title_line(lines))
    if found is None and name:
        words = " ".join(name.replace("-", " ").replace("_", " ").split())
        how = Inference("file-name", f"the file is named {name}", 0.3)
        found_title = words[:1].upper() + words[1:]
        return Structure(found_title, "", text.strip("\n"), seen, inferred={"title": how})
    if found is None:
        return _take_first_words(lines, seen)
    first, last, words = found
    around = ("\n".join(part).strip("\n") for part in (lines[:first], lines[last + 1 :]))
    body = "\n\n".join(filter(None, around))
    return Structure(extract_text(words).replace("\n", " "), "", body, SeedText(file, seen.lines, first + 1))


def infer_standfirst(text: str) -> Guess[str] | None:
    """Infer the dek of a Markdown text whose title is elsewhere: its first paragraph, if that is written like a standfirst.

    That is a sentence without a full stop before one with it, or a paragraph of at most 40 words that is emphasized as
    a whole, before a longer one.
    """
    lines = text.split("\n")
    paragraphs = list(find_paragraphs([_remove_marks(line) for line in lines]))
    if len(paragraphs) < 2:
        return None
    first, below = paragraphs[0], paragraphs[1]
    raw, words = lines[first.first - 1].strip(), len(first.text.split())
    if first.first == first.last and _EMPHASIZED.fullmatch(raw):
        is_standfirst = 4 <= words <= _LONGEST_DEK and words < len(below.text.split()) and raw[-2] != ":"
    else:
        is_standfirst = not _STARTS.match(raw) and is_dek(paragraphs, 0)
    if not is_standfirst or read_byline(first.text):
        return None
    proof = Inference("standfirst", f'line {first.first}: "{first.text}"', 0.6)
    return Guess(_join_blanks(first.text), proof)


def _add_byline(structure: Structure) -> Structure:
    """Infer the authors of a document of an office program, which states nothing outside its text."""
    lines = [(number, line.strip()) for number, line in enumerate(structure.text.lines, 1) if line.strip()]
    authors, how = _find_authors(lines, 1)
    inferred = {**structure.inferred, "authors": how} if how else structure.inferred
    return msgspec.structs.replace(structure, authors=authors, inferred=inferred)


def _find_title_heading(lines: list[str]) -> tuple[int, int, str] | None:
    """Return first and last index and the words of the first heading of the first level, outside of code."""
    in_code = False
    for index, line in enumerate(lines):
        if _FENCE.match(line):
            in_code = not in_code
        elif in_code:
            continue
        elif (match := _ATX.fullmatch(line)) and match[1] and line.lstrip()[:2] != "##":
            return index, index, match[1]
        elif index and _SETEXT.fullmatch(line) and (above := lines[index - 1].strip()):
            is_one_line = index < 2 or not lines[index - 2].strip()
            if is_one_line:
                return index - 1, index, above
    return None


def _find_title_line(lines: list[str]) -> tuple[int, int, str] | None:
    """Find the first line if it is a short paragraph."""
    index = next(i for i, line in enumerate(lines) if line.strip())
    line = lines[index]
    if index + 1 < len(lines) and lines[index + 1].strip():
        return None
    if len(line) > LONGEST_HEADLINE or _STARTS.match(line) or not extract_text(line).strip():
        return None
    return index, index, line.strip()


def _take_first_words(lines: list[str], seen: SeedText) -> Structure:
    """Use the first visible words as the title; the body does not change."""
    shown = ((number, line.strip()) for number, line in enumerate(seen.lines, 1) if line.strip())
    number, words = next(shown, (1, seen.file))
    cut = words[:LONGEST_HEADLINE]
    title = words if cut == words else cut.rpartition(" ")[0] or cut
    how = Inference("first-words", f'line {number}: "{title}"', 0.3)
    return Structure(title, "", "\n".join(lines).strip("\n"), seen, inferred={"title": how})


def _remove_marks(line: str) -> str:
    """Remove the marks from a line of Markdown, for the rules for names and dates."""
    return _MARKS.sub("", _LINK.sub(r"\1", line)) if line.strip() else ""
