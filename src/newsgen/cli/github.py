"""What GitHub Actions tells a program that runs there."""

from __future__ import annotations

from collections.abc import Mapping


def github_address(environment: Mapping[str, str]) -> str:
    """The address of the repository's GitHub Pages, when this runs in GitHub Actions; '' elsewhere.

    OWNER.github.io is the owner's own site and stands at the root; any other repository under its name. A custom
    domain is not known here: set site.url for it.
    """
    owner, _, name = environment.get("GITHUB_REPOSITORY", "").partition("/")
    if environment.get("GITHUB_ACTIONS") != "true" or not name:
        return ""
    host = f"{owner.lower()}.github.io"
    return f"https://{host}/" if name.lower() == host else f"https://{host}/{name}/"
