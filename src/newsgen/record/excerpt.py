"""The number of words and the first words of a Markdown body, cheaply: no Markdown is parsed."""

from __future__ import annotations

import html
import re

LENGTH = 300
"""Longest excerpt in characters."""

_HEAD = 2500
"""Characters of the body that an excerpt is made from."""

_IDEOGRAPHS = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
_DROPPED = re.compile(
    r"(?ms)^ {0,3}(```+|~~~+)[^\n]*\n.*?(?:^ {0,3}\1|\Z)"  # fenced code
    r"|^ {0,3}\[[^\]\n]+\]:[^\n]*$"  # link definitions
    r"|^ {0,3}(?:[-*_][ \t]*){3,}$"  # rules
    r"|^ {0,3}(?:=+|-+)[ \t]*$"  # underlines of headings
)
_HEADING = re.compile(r"(?m)^ {0,3}#{1,6}(?:[ \t][^\n]*)?$")
_MARKER = re.compile(r"(?m)^[ \t]*(?:(?:>[ \t]?)+|[-*+][ \t]+)+")
_INLINE = re.compile(
    r"\\([!-/:-@\[-`{-~])"  # 1: escaped sign
    r"|\\\n"
    r"|(&#?\w+;)"  # 2: entity
    r"|!\[[^\]]*\]\([^()\s]*(?:\s[^()]*)?\)"  # image
    r"|\[((?:[^\[\]\\]|\\.)*)\](?:\((?:[^()\\]|\\.|\([^()]*\))*\)|\[[^\]\n]*\])"  # 3: link
    r"|<(https?://[^\s<>]+)>"  # 4: autolink
    r"|`+([^`]+)`+"  # 5: code
    r"|\*+(?=\S)|(?<=\S)\*+"
    r"|(?<![^\W_])_+(?=\S)|(?<=\S)_+(?![^\W_])"
)


def count_words(body: str) -> int:
    """Count words; scripts without spaces count two characters as one word, as readers' speeds do."""
    spaced = len(body.split())
    return spaced if body.isascii() else spaced + len(_IDEOGRAPHS.findall(body)) // 2


def excerpt(body: str) -> str:
    """Take a body's first words as plain text, at most 300 characters, cut after a word with '…'."""
    head = _DROPPED.sub("", body[:_HEAD])
    shown = " ".join(_visible(_MARKER.sub("", _HEADING.sub("", head))).split())
    if not shown:
        shown = " ".join(_visible(re.sub(r"(?m)^[ >#]+", "", head)).split())
    if len(shown) <= LENGTH:
        return shown
    cut = shown[:LENGTH]
    cut = cut.rpartition(" ")[0] if " " in cut[LENGTH // 2 :] else cut[:-1]
    return cut.rstrip(" ,;:–—-") + "…"


def _visible(markdown: str) -> str:
    return _INLINE.sub(_text_of, markdown)


def _text_of(match: re.Match[str]) -> str:
    if match[1]:
        return match[1]
    if match[2]:
        return html.unescape(match[2])
    if match[3]:
        return _visible(match[3])
    if match[0] == "\\\n":
        return " "
    return match[4] or match[5] or ""
