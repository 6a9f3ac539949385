"""Each guard is switched off in a copy of the sources: a test turns red.

Nothing is mocked: the tests run in a process of their own with the changed module.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.conftest import ROOT
from tests.torture.conftest import SCALE, Tally

PACKAGE = ROOT / "src" / "newsgen"


class Guard(NamedTuple):
    """A guard, and how it is switched off."""

    module: str
    """Path below src/newsgen."""
    code: str
    """Text that stands in the module once."""
    without: str
    """What stands there instead."""
    test: str
    """A test that then fails."""


GUARDS = {
    "schemes of links": Guard(
        "renderer/pages/article.py", '        return ""\n    return bare', "        return bare\n    return bare",
        "tests/renderer/pages/test_article.py::test_other_schemes_are_no_links",
    ),
    "control characters are escaped": Guard(
        "errors.py", 'return _CONTROL.sub(lambda match: match[0].encode("unicode_escape").decode(), text)',
        "return text", "tests/cli/test_control.py",
    ),
    "paths": Guard(
        "builder/paths.py", "_PART.fullmatch(part) is not None", "part", "tests/builder/test_paths.py",
    ),
    "foreign files": Guard(
        "builder/output.py", "if not foreign:", "if foreign:", "tests/builder/test_publish.py",
    ),
    "lock": Guard(
        "builder/paths.py", "fcntl.lockf(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)", "pass",
        "tests/builder/test_lock.py::test_a_second_process_is_refused_until_the_first_has_ended",
    ),
    "note of an unfinished exchange": Guard(
        "builder/publish.py", "    finish_exchange(places.spare, places.output, places.intent)\n    remove", "    remove",
        "tests/builder/test_crashes.py::test_killed_before_a_step[other-each-usual]",
    ),
    "foreign files of the last moment": Guard(
        "builder/publish.py", "refuse_foreign_files(places, dict(list_files(places.output, INDEX)), old.ours)", "pass",
        "tests/builder/test_publish.py",
    ),
    "stat of the spare": Guard(
        "builder/publish.py", "(sha256, found.st_size, found.st_mtime_ns) == (entry.sha256, size, time)",
        "sha256 == entry.sha256", "tests/builder/test_publish.py",
    ),
    "sync before the exchange": Guard(
        "builder/publish.py", "sync_file_system(places.spare)", "pass", "tests/torture/test_power.py",
    ),
    "sync after the exchange": Guard(
        "builder/publish.py", "sync_file_system(places.output)", "pass", "tests/torture/test_power.py",
    ),
    "checksum of caches": Guard(
        "files.py", "zlib.crc32(data[start:]).to_bytes(4) == data[start - 4 : start]", "True",
        "tests/test_files.py::test_a_damaged_value_is_no_value",
    ),
    "records saved meanwhile": Guard(
        "files.py", "if (displaced := fresh.read_bytes()) == before:", "if displaced := fresh.read_bytes():",
        "tests/test_files.py",
    ),
    "records are never overwritten": Guard(
        "loader/write.py", "os.link(temporary, target)", "os.replace(temporary, target)",
        "tests/loader/test_write.py::test_a_file_that_is_there_is_never_overwritten",
    ),
    "links out of the archive": Guard(
        "record/store.py", "if not anywhere and entry.is_symlink() and leads_outside(root / path, root):",
        "if False:", "tests/pipeline/test_links.py::test_a_link_out_of_the_archive_is_an_error",
    ),
    "templates are left out": Guard(
        "pipeline/project.py", "self.root / self.settings.paths.templates if self.has_own_theme else None",
        "self.root / self.settings.paths.templates", "tests/pipeline/test_links.py",
    ),
    "host of the preview": Guard(
        "preview/app.py", 'if headers.get("host", "").lower() not in hosts:', "if False:",
        "tests/preview/test_app.py::test_only_this_machine_s_names_are_answered",
    ),
    "aliases in front matter": Guard(
        "record/yaml.py", 'elif isinstance(event, yaml.AliasEvent):', "elif False:",
        "tests/record/test_read.py::test_aliases_are_not_followed",
    ),
    "depth of front matter": Guard(
        "record/yaml.py", "elif depth == MAX_DEPTH:", "elif depth == 10**6:", "tests/record/test_read.py",
    ),
    "elements of HTML": Guard(
        "markdown/html.py", "str(_cleaner().clean(html))", "html", "tests/markdown/test_render.py",
    ),
    "size of zip files": Guard(
        "loader/formats/zips.py", "if is_bomb(info) or info.file_size > _LARGEST:", "if False:",
        "tests/loader/test_exports.py",
    ),
    "private networks": Guard(
        "media/download.py", 'return not (getattr(address, "ipv4_mapped", None) or address).is_global', "return False",
        "tests/pipeline/test_fetch.py",
    ),
    "elements of drawings": Guard(
        "media/svg.py", 'if self.dropped or name not in ELEMENTS or namespace not in ("", _SVG):', "if self.dropped:",
        "tests/media/test_svg.py::test_what_runs_or_loads_goes_and_what_draws_stays",
    ),
    "names of an article": Guard(
        "pipeline/open.py", "if (number := len(getattr(record, field))) > most:", "if False:",
        "tests/pipeline/test_limits.py",
    ),
    "size of texts": Guard(
        "record/store.py", "            _refuse_large_file(root, limits, task[0], task[1].size)\n", "",
        "tests/pipeline/test_limits.py",
    ),
    "escapes in templates": Guard(
        "renderer/theme/render.py", "autoescape=_is_escaped", "autoescape=False", "tests/torture/test_hostile_texts.py",
    ),
    "digits of ranges": Guard(
        "preview/app.py", r"bytes=(\d{0,18})-(\d{0,18})", r"bytes=(\d*)-(\d*)", "tests/torture/test_requests.py",
    ),
    "problems of front matter": Guard(
        "record/yaml.py", "    except yaml.MarkedYAMLError as error:", "    except ZeroDivisionError as error:",
        "tests/torture/test_front_matter.py",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", GUARDS)
def test_the_guard_is_there(name: str) -> None:
    """Else the table below would switch off nothing."""
    guard = GUARDS[name]
    assert (PACKAGE / guard.module).read_text(encoding="utf-8").count(guard.code) == 1


def run_tests(folder: Path, *tests: str) -> subprocess.CompletedProcess[str]:
    """Run tests with the package in `folder`."""
    environment = os.environ | {"PYTHONPATH": str(folder / "src")}
    for name in ("TORTURE", "CI"):
        environment.pop(name, None)
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *tests]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.fixture
def sources(tmp_path: Path) -> Path:
    """A copy of the sources."""
    shutil.copytree(PACKAGE, tmp_path / "src/newsgen", ignore=shutil.ignore_patterns("__pycache__"))
    (tmp_path / "templates").symlink_to(ROOT / "templates")
    return tmp_path


@pytest.mark.parametrize("name", GUARDS if SCALE else list(GUARDS)[:1])
def test_without_the_guard_a_test_fails(name: str, sources: Path) -> None:
    guard = GUARDS[name]
    module = sources / "src/newsgen" / guard.module
    module.write_text(module.read_text(encoding="utf-8").replace(guard.code, guard.without), encoding="utf-8")
    run = run_tests(sources, guard.test)
    assert run.returncode == 1, run.stdout


def test_with_the_guards_the_tests_pass(sources: Path, tally: Tally) -> None:
    """In the same copy, so that it is the guard that counts."""
    tests = dict.fromkeys(guard.test for guard in list(GUARDS.values())[: None if SCALE else 1])
    run = run_tests(sources, *tests)
    assert run.returncode == 0, run.stdout
    tally(len(GUARDS), "guards switched off", "a test fails each time")
