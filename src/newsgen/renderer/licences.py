"""Where the terms of a licence can be read."""

from __future__ import annotations


def terms_of(licence: str) -> str:
    """Address of the terms: of Creative Commons by their short names, of others only if that is what is given.

    Args:
        licence: e.g. 'CC BY 4.0', 'CC0' or an http(s) address.
    """
    words = licence.lower().replace("cc-", "cc ").split()
    if words[:1] == ["cc0"]:
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    if words[:1] == ["cc"] and len(words) == 3 and words[1].startswith("by") and words[2][:1].isdigit():
        return f"https://creativecommons.org/licenses/{words[1]}/{words[2]}/"
    return licence if licence.startswith(("https://", "http://")) else ""
