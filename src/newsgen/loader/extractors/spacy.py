"""Find names with spaCy: `newsgen load --extract spacy=MODEL`, with a model that the user installed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any

from newsgen.loader.extractors import Extract, ExtractorError, Span

_LABELS = {"PERSON": "person", "PER": "person", "ORG": "organization", "GPE": "place", "LOC": "place"}
"""The labels of spaCy's models; those for English and Chinese follow OntoNotes, the others WikiNER."""


def make_extract(options: Mapping[str, str]) -> Extract:
    """Load the model.

    Raises:
        ExtractorError: spaCy or the model is not installed, or none is named.
    """
    if not options.get("model"):
        raise ExtractorError("name an installed model: --extract spacy=en_core_web_sm")
    try:
        spacy: Any = import_module("spacy")
    except ImportError as error:
        raise ExtractorError("install spaCy: pip install 'newsgen[spacy]'") from error
    try:
        model = spacy.load(options["model"])
    except OSError as error:
        remedy = f"install its model: python -m spacy download {options['model']}"
        raise ExtractorError(remedy) from error

    def extract(text: str, language: str) -> Iterator[Span]:
        if model.lang not in (language, "xx"):
            return
        for entity in model(text).ents:
            if entity.label_ in _LABELS:
                yield entity.start_char, entity.end_char, _LABELS[entity.label_]

    return extract
