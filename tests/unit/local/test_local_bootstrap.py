"""The bootstrap runs where nothing is installed and says in one sentence what is wrong."""

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from aiop.local import bootstrap

PROJECT = bootstrap.ROOT


@pytest.mark.parametrize("script", ["manage.py", "aiop/local/bootstrap.py"])
def test_what_runs_first_imports_the_standard_library_alone(script: str) -> None:
    tree = ast.parse((PROJECT / script).read_text(encoding="utf-8"))
    top = [node for node in tree.body if isinstance(node, ast.Import | ast.ImportFrom)]
    names = {alias.name for node in top if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in top if isinstance(node, ast.ImportFrom)}
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-bootstrap.lock"])
def test_a_lock_pins_with_hashes_and_names_no_host(lock: str) -> None:
    text = (PROJECT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    entries = text.replace("\\\n", " ").splitlines()
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries if entry[:1].isalnum())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("ERROR: Could not resolve host: registry.test", "could not be reached"),
        ("ERROR: No matching distribution found for uv==0.13.9", "could not be reached"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE", "does not match its hash"),
        ("OSError: [Errno 28] No space left on device", "The disk is full"),
        ("error: failed to build wheel", "could not be installed (error: failed to build wheel)"),
    ],
)
def test_the_installers_words_become_one_sentence(words: str, sentence: str) -> None:
    assert sentence in bootstrap.reason_for_failure(words)


def test_an_old_python_is_told_which_one_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 9, 2, "final", 0))
    monkeypatch.setattr(bootstrap, "NEEDED_MODULES", ("no_such_module",))
    with pytest.raises(SystemExit, match=r"3\.11 or newer is needed, this is 3\.9"):
        bootstrap.enter_environment()


@pytest.fixture
def bare_project(tmp_path: Path) -> Path:
    """Give a project whose lock files ask for nothing, so that its environment is made without a network."""
    (tmp_path / "aiop" / "local").mkdir(parents=True)
    shutil.copy(PROJECT / "aiop" / "local" / "bootstrap.py", tmp_path / "aiop" / "local")
    for lock in ("requirements.lock", "requirements-bootstrap.lock"):
        (tmp_path / lock).touch()
    return tmp_path


def _make(project: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Makes the environment of a project with the machine's own Python, as a newcomer would."""
    code = "import runpy; runpy.run_path('aiop/local/bootstrap.py')['make_environment']()"
    python = getattr(sys, "_base_executable", sys.executable)
    # Port 9 of this machine answers nobody: a registry that cannot be reached.
    nowhere = {"PIP_INDEX_URL": "http://127.0.0.1:9/", "UV_DEFAULT_INDEX": "http://127.0.0.1:9/", "PIP_RETRIES": "0"}
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "UV_"))}
    environment |= {"PIP_CONFIG_FILE": os.devnull, **nowhere, **variables}
    return subprocess.run(
        [python, "-c", code], cwd=project, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_making_the_environment_twice_does_nothing_the_second_time(bare_project: Path) -> None:
    assert "Environment ready" in _make(bare_project).stderr
    assert _make(bare_project).stderr == ""


@pytest.mark.slow
def test_an_unfinished_environment_is_made_again(bare_project: Path) -> None:
    (bare_project / ".venv" / "bin").mkdir(parents=True)
    (bare_project / ".venv" / "bin" / "python").write_text("half a copy", encoding="ascii")
    answer = _make(bare_project)
    assert "Removing an unfinished or foreign .venv" in answer.stderr
    assert "Environment ready" in answer.stderr


@pytest.mark.slow
def test_without_a_network_one_sentence_says_so(bare_project: Path) -> None:
    (bare_project / "requirements.lock").write_text(f"django==5.2 --hash=sha256:{'0' * 64}\n", encoding="ascii")
    answer = _make(bare_project)
    assert answer.returncode == 1
    assert answer.stderr.splitlines()[-1].startswith("The package registry could not be reached")
    assert "Traceback" not in answer.stderr
