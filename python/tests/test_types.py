"""The types of the package, and of what its users write."""

from __future__ import annotations

from pathlib import Path

from support import run_python

FOLDER = Path(__file__).resolve().parent.parent


def test_mypy_accepts_the_package_and_its_uses(tmp_path: Path) -> None:
    folders = [FOLDER / name for name in ["courier_auth", "recipes", "tests"]]
    run = run_python("-m", "mypy", "--strict", *folders, folder=tmp_path)
    assert run.returncode == 0, run.stdout


def test_mypy_knows_the_types_of_the_installed_package(tmp_path: Path) -> None:
    code = "import courier_auth\nreveal_type(courier_auth.start_sandbox().issue_token('alice'))\n"
    (tmp_path / "example.py").write_text(code, encoding="utf-8")
    run = run_python("-m", "mypy", "--strict", "example.py", folder=tmp_path)
    assert 'Revealed type is "str"' in run.stdout
