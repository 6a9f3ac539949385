"""What all tests share: test material, and the rule for what a machine cannot offer.

What is missing is skipped and said so; where the environment has CI=true it is a failure instead.
"""

from __future__ import annotations

import getpass
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.support.command import newsgen

CI = os.environ.get("CI") == "true"
ROOT = Path(__file__).resolve().parents[1]
IN_PROCESS = ("checks", "desk", "pipeline")

os.environ["XDG_CACHE_HOME"] = str(Path(tempfile.gettempdir(), f"newsgen-tests-{getpass.getuser()}"))
"""Compiled templates are shared by all tests, and the user's own cache is left alone."""

_slow_machine = [HealthCheck.too_slow]
settings.register_profile("dev", deadline=None, database=None, suppress_health_check=_slow_machine)
settings.register_profile("ci", settings.get_profile("dev"), derandomize=True, print_blob=True)
settings.load_profile("ci" if CI else "dev")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden", action="store_true", help="Write the golden files anew; look at the diff."
    )


@pytest.fixture(scope="session")
def update_golden(pytestconfig: pytest.Config) -> bool:
    """True if golden files are to be written, not compared."""
    return bool(pytestconfig.getoption("--update-golden"))


Require = Callable[[object, str], None]


@pytest.fixture(scope="session")
def require() -> Require:
    """`require(found, "what is missing")`: skip with that reason, or fail with CI=true."""

    def check(found: object, missing: str) -> None:
        if found:
            return
        if CI:
            pytest.fail(f"{missing} (CI=true: nothing is skipped)", pytrace=False)
        pytest.skip(missing)

    return check


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder, which is an archive too."""
    return ROOT


@pytest.fixture(scope="session")
def shared(require: Require) -> Path:
    """The folder ../shared beside the project, with the reference seed, corpora and standards."""
    path = ROOT.parent / "shared"
    require(path.is_dir(), "../shared is not there")
    return path


def _built(archive: Path, edit: Callable[[str], str] = str) -> Path:
    """Copy the project's own archive to `archive`, edit its settings, build it there, and return its site."""
    archive.mkdir()
    for name in ("seeds", "articles", "pages", "templates", "static"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, archive / name)
    if (ROOT / "newsgen.lock").is_file():
        shutil.copy(ROOT / "newsgen.lock", archive)
    settings_text = (ROOT / "newsgen.toml").read_text(encoding="utf-8")
    (archive / "newsgen.toml").write_text(edit(settings_text), encoding="utf-8")
    run = newsgen(archive, "build")
    assert run.returncode == 0, run.stdout + run.stderr
    return archive / "site"


@pytest.fixture(scope="session")
def sample_url() -> str:
    """Where the sample archive says that it will stand, e.g. https://example.org/archive/."""
    found = re.search(r'(?m)^url = "(https://.+/)"$', (ROOT / "newsgen.toml").read_text(encoding="utf-8"))
    assert found
    return found[1]


@pytest.fixture(scope="session")
def sample_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the sample archive, built as a clone builds it."""
    return _built(tmp_path_factory.mktemp("sample") / "archive")


@pytest.fixture(scope="session")
def bare_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same site without an address: no sitemap, no canonical links, relative links in feeds."""
    return _built(
        tmp_path_factory.mktemp("bare") / "archive", lambda text: re.sub(r"(?m)^url = .*$", "", text)
    )


@pytest.fixture
def folder() -> Iterator[Path]:
    """An empty folder, the same for all tests of a process, so that templates are compiled once.

    In a new one a small build takes the processor ten times as long.
    """
    path = Path(tempfile.gettempdir()).resolve() / f"newsgen-pipeline-{os.getpid()}"
    shutil.rmtree(path, ignore_errors=True)
    path.mkdir()
    yield path
    shutil.rmtree(path)


@pytest.fixture
def tmp_path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The same folder for rooms whose tests build archives in their own process."""
    found: Path = request.getfixturevalue("folder") if request.path.parent.name in IN_PROCESS else tmp_path
    return found


@pytest.fixture
def unprivileged_folder() -> Iterator[Path]:
    """A folder in which files can be made unreadable: root, who may read all, acts as nobody meanwhile."""
    is_root = os.name == "posix" and os.geteuid() == 0
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o777)
        if is_root:
            os.seteuid(65534)
        try:
            yield Path(name)
        finally:
            if is_root:
                os.seteuid(0)
