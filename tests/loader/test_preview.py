"""Records as they would be made."""

from __future__ import annotations

import datetime
import json

from newsgen.loader.analyse import Rules
from newsgen.loader.preview import as_mapping, preview
from newsgen.loader.report import Setting

SETTING = Setting(datetime.date(2026, 11, 24))


def test_a_record_as_plain_values() -> None:
    """What `load --dry-run --format json` prints."""
    text = "Ministers meet\nBEIJING, Nov. 22 (Xinhua) -- Chinese President Xi Jinping met guests from Tokyo on Wednesday.\n"
    (article,) = preview({"../2023-11-22-x.txt": text.encode()}, SETTING, Rules()).new
    found = json.loads(json.dumps(as_mapping(article)))
    assert (found["title"], found["dek"], found["date"]) == ("Ministers meet", "", "2023-11-22")
    assert found["people"] == ["Xi Jinping"]
    assert found["source"] == "Xinhua"
    assert found["inferred"]["source"]["evidence"] == 'line 2: "BEIJING, Nov. 22 (Xinhua) --"'
    assert found["inferred"]["date"]["confidence"] >= 0.5
    assert found["seed"]["file"] == "../2023-11-22-x.txt"
    assert found["body"].startswith("BEIJING, Nov. 22 (Xinhua) -- Chinese President")


def test_an_undated_record_says_null() -> None:
    (article,) = preview({"x.txt": b"Head\nText.\n"}, SETTING, Rules()).new
    assert as_mapping(article)["date"] is None
