"""The laws of the tree that no other tool checks: sizes, rooms and their READMEs, dependencies, what no file may name."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
TOP_FOLDERS = {"aiop", "crm", "hvac", "marts", "servicetitan", "templates", "tests", "docs"}
APPS = {"aiop", "crm", "hvac", "marts", "servicetitan"}
WRITTEN = {".py", ".sql", ".js", ".css", ".html", ".md", ".toml"}
LONGEST_FILE, LONGEST_FUNCTION, LONGEST_README = 300, 30, 60
VOICES = {"aiop/orgs/commands.py"}  # what commands tell people on standard error


@cache
def tree() -> tuple[Path, ...]:
    """List the files that people write, relative to the root."""
    tops = [path for path in ROOT.iterdir() if path.name in TOP_FOLDERS | {".ci"}]
    inside = (path for top in tops for path in top.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return tuple(sorted(path.relative_to(ROOT) for path in [*_root_files(), *inside]))


def _root_files() -> list[Path]:
    return [path for path in ROOT.iterdir() if path.is_file() and path.suffix in WRITTEN | {".lock"}]


def python(*, migrations: bool = False) -> list[Path]:
    """List Python files."""
    return [path for path in tree() if path.suffix == ".py" and (migrations or "migrations" not in path.parts)]


def text(path: Path) -> str:
    """Read a file of the tree."""
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def parsed(path: Path) -> ast.Module:
    """Parse a Python file of the tree."""
    return ast.parse(text(path))


def lines(path: Path) -> int:
    """Count lines."""
    return len(text(path).splitlines())


def test_the_top_level_has_no_other_folder() -> None:
    ignored = {name.strip("/\n") for name in text(Path(".gitignore")).splitlines()}
    found = {path.name for path in ROOT.iterdir() if path.is_dir() and path.name[0] not in "._"}
    assert found - ignored <= TOP_FOLDERS


def test_no_file_is_longer_than_300_lines() -> None:
    long = {
        str(path): lines(path)
        for path in tree()
        if path.suffix in WRITTEN - {".md"} and "migrations" not in path.parts and lines(path) > LONGEST_FILE
    }
    assert long == {}


def test_no_function_is_longer_than_30_lines() -> None:
    long = {
        f"{path}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in python()
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno >= LONGEST_FUNCTION
    }
    assert long == {}


def rooms() -> list[Path]:
    """List the apps and the packages of the platform."""
    packages = [path.parent for path in tree() if path.name == "__init__.py"]
    return [p for p in packages if (len(p.parts) == 1 and p.name in APPS - {"aiop"}) or (p.parent == Path("aiop"))]


@pytest.mark.parametrize("room", rooms(), ids=str)
def test_every_app_opens_with_a_readme_of_one_screen(room: Path) -> None:
    readme = room / "README.md"
    assert readme in tree()
    assert 5 <= lines(readme) <= LONGEST_README


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [str(path) for path in python() if path.stem in {"utils", "helpers", "misc", "common"}] == []


def test_nothing_is_left_to_do_in_a_comment() -> None:
    marks = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|HA" + r"CK)\b")
    assert [str(path) for path in tree() if marks.search(text(path))] == []


def test_only_commands_and_the_local_services_print() -> None:
    def may(path: Path) -> bool:
        return "management" in path.parts or path.parts[:2] == ("aiop", "local") or str(path) in VOICES

    prints = [
        f"{path}:{node.lineno}"
        for path in python()
        if path.parts[0] in APPS and not may(path)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print"
    ]
    assert prints == []


def test_no_file_names_a_registry_or_a_folder_of_one_machine() -> None:
    host = r"py" + r"pi\.|python" + r"hosted|npm" + r"js\.|(extra-)?index" + r"-url"
    folder = r"(?<![\w.*/<])/(work|root|tmp|home/\w+)/\w"
    named = re.compile(f"{host}|{folder}")
    found = {str(path): match.group() for path in tree() if (match := named.search(text(path)))}
    assert found == {}


def test_lock_files_work_with_any_registry_and_pin_every_file_by_hash() -> None:
    for lock in (Path("requirements.lock"), Path("requirements-bootstrap.lock")):
        assert "://" not in text(lock)
        entries = re.findall(r"^[a-z0-9].*?(?=^[a-z0-9]|\Z)", text(lock), re.MULTILINE | re.DOTALL | re.IGNORECASE)
        assert entries
        assert [entry.split()[0] for entry in entries if "==" not in entry or "--hash=sha256:" not in entry] == []


def test_every_dependency_has_a_line_saying_why() -> None:
    listed = re.findall(r'^    "[^"]+",(.*)$', text(Path("pyproject.toml")).split("[tool.", 1)[0], re.MULTILINE)
    project = tomllib.loads(text(Path("pyproject.toml")))["project"]
    extras = project["optional-dependencies"].values()
    assert len(listed) == len(project["dependencies"]) + sum(len(extra) for extra in extras)
    assert [rest for rest in listed if not re.fullmatch(r" +# \S.*", rest)] == []


def test_what_runs_before_the_environment_exists_needs_python_alone() -> None:
    for path in (Path("manage.py"), Path("aiop/local/bootstrap.py")):
        at_import = {name for node in parsed(path).body for name in _imported(node)}
        assert at_import <= sys.stdlib_module_names, path


def _imported(node: ast.stmt) -> Iterator[str]:
    if isinstance(node, ast.Import):
        yield from (alias.name.partition(".")[0] for alias in node.names)
    elif isinstance(node, ast.ImportFrom):
        yield (node.module or "").partition(".")[0]


@pytest.mark.parametrize("page", [path for path in tree() if path.suffix == ".md"], ids=str)
def test_every_link_of_a_document_leads_somewhere(page: Path) -> None:
    targets = re.findall(r"\]\(([^)#\s]+)", text(page))
    inside = [target for target in targets if "://" not in target]
    assert [target for target in inside if not (ROOT / page.parent / target).exists()] == []


def test_every_test_module_has_a_name_of_its_own() -> None:
    names = [path.name for path in python() if path.name.startswith("test_")]
    assert sorted(names) == sorted(set(names))
