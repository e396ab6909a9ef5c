"""The rules of the house that no linter knows: contracts, pins, and what may not be in the repository."""

import ast
import importlib.metadata
import os
import re
import subprocess
import sys
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version
from PySide6.QtCore import QObject, Signal

from tests.sources import PACKAGE, ROOT, package_files, relative, settings, tracked_files, tree

QT = ("PySide6", "shiboken6")


def locked() -> dict[str, tuple[Version, str | None]]:
    """Each name of requirements.lock with its version and its marker."""
    entries: dict[str, tuple[Version, str | None]] = {}
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        found = re.fullmatch(r"(?P<name>[\w.-]+)==(?P<version>[\w.+!]+)(?: ; (?P<marker>[^\\]+))? \\", line)
        if found:
            entries[canonicalize_name(found["name"])] = (Version(found["version"]), found["marker"])
    return entries


# --- nothing is excused


def test_no_tool_has_an_ignore_list() -> None:
    tools = settings()["tool"]
    ruff, mypy = tools["ruff"], tools["mypy"]
    excused = {
        *(f"ruff {key}" for key in ruff if "exclude" in key),
        *(f"ruff.lint {key}" for key in ruff["lint"] if "ignore" in key or "exclude" in key or "unfixable" in key),
        *(f"mypy {key}" for key in mypy if key == "overrides" or key.startswith(("ignore", "disable", "exclude"))),
        *(f"import-linter {each['id']}" for each in tools["importlinter"]["contracts"] if "ignore_imports" in each),
    }
    assert excused == set()
    assert mypy["strict"] is True
    assert set(mypy["files"]) >= {"officer_app", "tests"}


def test_every_layer_is_there_and_every_module_has_one() -> None:
    layers = next(each for each in settings()["tool"]["importlinter"]["contracts"] if each["type"] == "layers")
    assert layers["exhaustive"] is True
    # A name in parentheses is a layer that may be missing.
    named = {name for line in layers["layers"] for name in line.split(" | ")}
    there = {path.stem for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert named == there - {"__init__"}


def test_no_second_configuration_overrules_the_first() -> None:
    others = {"ruff.toml", ".ruff.toml", "mypy.ini", ".mypy.ini", "setup.cfg", "tox.ini", "pytest.ini", ".importlinter"}
    assert [relative(path) for path in tracked_files() if path.name in others] == []
    assert [relative(path) for path in tracked_files() if path.name == "pyproject.toml"] == ["pyproject.toml"]


def comments(path: Path) -> Iterator[tokenize.TokenInfo]:
    with tokenize.open(path) as source:
        yield from (token for token in tokenize.generate_tokens(source.readline) if token.type == tokenize.COMMENT)


def test_no_line_is_excused_from_a_check() -> None:
    excuse = re.compile(r"#\s*(type:\s*ignore|noqa|mypy:|ruff:|fmt:|pyright:|pylint:|nosec|isort:)", re.IGNORECASE)
    excused = [
        f"{relative(path)}:{comment.start[0]} {comment.string}"
        for path in tracked_files()
        if path.suffix in {".py", ".pyi"}
        for comment in comments(path)
        if excuse.search(comment.string)
    ]
    assert excused == []


# --- contracts


def test_imports_keep_to_the_layers() -> None:
    lint_imports = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint_imports, "--no-cache", "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and full name of each module that the file imports; relative imports stay in the package."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.lineno, node.module or ""


def test_core_and_texts_import_nothing_but_the_standard_library() -> None:
    known = {*sys.stdlib_module_names, "officer_app"}
    foreign = [
        f"{relative(path)}:{line} {name}"
        for path in [*(PACKAGE / "core").rglob("*.py"), *PACKAGE.glob("texts.py")]
        for line, name in imported(path)
        if name.partition(".")[0] not in known
    ]
    assert foreign == []


IMPORT_ALL = f"""
import importlib, sys
for name in sys.argv[1:]:
    importlib.import_module(name)
    qt = sorted(each for each in sys.modules if each.partition(".")[0] in {QT!r})
    if qt:
        sys.exit(f"{{name}} pulls in {{qt[0]}}")
"""


def test_nothing_but_ui_and_app_pulls_in_qt() -> None:
    # Folders without __init__.py hold scripts that Alembic runs; they cannot be imported.
    modules = [path for path in package_files() if path.with_name("__init__.py").exists()]
    parts = [path.relative_to(ROOT).with_suffix("").parts for path in modules]
    names = [
        ".".join(each[:-1] if each[-1] == "__init__" else each)
        for each in parts
        if "ui" not in each and each[:2] != ("officer_app", "app")
    ]
    assert len(names) > 10
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, *names], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


# --- what is installed


class _Emitter(QObject):
    said = Signal(str)


def test_a_signal_does_not_eat_references_to_true() -> None:
    # PySide6 6.12.0 on Python 3.11 loses one at each emit and aborts the process after some hundred.
    emitter = _Emitter()
    heard: list[str] = []
    emitter.said.connect(heard.append)
    before = sys.getrefcount(True)
    for _ in range(200):
        emitter.said.emit("x")
    assert len(heard) == 200
    assert sys.getrefcount(True) >= before - 5


def test_every_dependency_is_pinned_and_the_lock_agrees() -> None:
    project = settings()["project"]
    listed = [
        *project["dependencies"],
        *(each for extra in project["optional-dependencies"].values() for each in extra),
    ]
    wanted = [Requirement(each) for each in [*listed, *settings()["build-system"]["requires"]]]
    pins = {f"{canonicalize_name(each.name)}{each.specifier}" for each in wanted if each.name != "officer-app"}
    assert pins - {f"{name}=={version}" for name, (version, _) in locked().items()} == set()


def test_the_lock_has_hashes_and_no_addresses() -> None:
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?! )", text.strip())
    entry = r"[\w.-]+==[\w.+!]+(?: ; [^\\/]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+"
    assert [each.partition("\n")[0] for each in entries if not re.fullmatch(entry, each)] == []
    assert len(entries) == len(locked()) > 40


def test_what_is_installed_is_what_is_locked() -> None:
    here = {name: version for name, (version, marker) in locked().items() if not marker or Marker(marker).evaluate()}
    there: dict[str, Version] = {
        canonicalize_name(each.metadata["Name"]): Version(each.version) for each in importlib.metadata.distributions()
    }
    assert {name: there.get(name) for name, version in here.items() if there.get(name) != version} == {}


# --- what the repository may not hold


def needles() -> re.Pattern[str]:
    # Put together here, so that this file does not hold what it looks for.
    dot = r"\."
    hosts = ("pypi{}org", "pythonhosted{}org", "(?:deb|security){}debian{}org", "(?:archive|security){}ubuntu{}com")
    more = ("npmjs{}org", "crates{}io", "docker{}io", "ghcr{}io", "quay{}io", "anaconda{}org", "proxy{}golang{}org")
    registries = "|".join(each.replace("{}", dot) for each in (*hosts, *more))
    homes = r"(?<![\w.~-])(?:[A-Z]:)?[/\\](?:root|home|work|Users)[/\\][\w.]"
    mirrors = r"/opt/(?:pypi|wheels)|--(?:extra-)?index-url[= ]\w|PIP_INDEX_URL=\w"
    keys = "-----BEGIN [A-Z ]*PRIVATE KEY-----|PuTTY-User-Key[-]File"
    tokens = r"\b(?:AKIA|ghp_|glpat-)[A-Za-z0-9_-]{16}"
    return re.compile(f"{homes}|{registries}|{mirrors}|{keys}|{tokens}")


@pytest.mark.parametrize(
    "parts",
    [
        ("see /", "root", "/x"),
        ("'C:\\", "Users", "\\x'"),
        ("=/", "work", "/main"),
        ("https://", "pypi", ".org/simple"),
        ("http://", "archive.ubuntu", ".com/ubuntu"),
        ("pip install --", "index-url", "=https"),
        ("-----BEGIN EC ", "PRIVATE", " KEY-----"),
        ("token: ", "ghp", "_0123456789abcdefghij"),
    ],
)
def test_a_machine_a_registry_or_a_key_is_found(parts: tuple[str, ...]) -> None:
    assert needles().search("".join(parts))


def test_no_tracked_file_is_a_store_of_keys() -> None:
    stores = {".pem", ".key", ".p12", ".pfx", ".jks", ".kdbx", ".crt", ".cer", ".der", ".env", ".netrc", ".pgpass"}
    assert [relative(path) for path in tracked_files() if {path.suffix.lower(), path.name.lower()} & stores] == []


def test_no_tracked_file_names_a_machine_a_registry_or_a_key() -> None:
    needle = needles()
    found = []
    for path in tracked_files():
        for number, line in enumerate(path.read_bytes().decode("latin-1").splitlines(), 1):
            if hit := needle.search(line):
                found.append(f"{relative(path)}:{number} {hit[0]}")
    assert found == []


def test_every_decision_says_question_decision_why_and_what_else() -> None:
    decisions = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    assert decisions
    wrong = {}
    for path in decisions:
        headings = re.findall(r"^## (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
        if headings != ["Question", "Decision", "Why", "What else"] or not re.match(
            r"\d{4}-[a-z0-9-]+\.md$", path.name
        ):
            wrong[path.name] = headings
    assert wrong == {}
    numbers = [path.name[:4] for path in decisions]
    assert len(numbers) == len(set(numbers))


def test_contributing_stays_short() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) < 60


@pytest.mark.parametrize("script", [".ci/run", ".ci/install"])
def test_scripts_are_executable_and_stop_at_the_first_failure(script: str) -> None:
    assert os.access(ROOT / script, os.X_OK)
    assert "\nset -euo pipefail\n" in (ROOT / script).read_text(encoding="utf-8")
