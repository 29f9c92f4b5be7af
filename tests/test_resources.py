"""The shipped folders: in the checkout, and in a wheel in a place of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from cpgraph import resources

CHECKOUT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", resources.FOLDERS)
def test_folders_of_the_checkout(name: str) -> None:
    assert resources.folder(name).resolve() == CHECKOUT / name


def test_a_folder_that_is_not_there() -> None:
    with pytest.raises(FileNotFoundError) as error:
        resources.folder("nothing")
    assert str(error.value) == "cpgraph is installed without its nothing/ folder; install it again"


def test_sources_are_sorted() -> None:
    paths = resources.sources("queries", "*.rq")
    assert len(paths) > 10
    assert paths == sorted(paths)


FIND = """
import json
from cpgraph import resources
print(json.dumps({name: [str(resources.folder(name)), len(resources.sources(name, "*.*"))]
                  for name in resources.FOLDERS}))
"""


def run(*command: str, folder: Path, **environment: str) -> str:
    done = subprocess.run(
        [sys.executable, *command],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.skipif(find_spec("hatchling") is None, reason="hatchling, which builds, is missing")
def test_a_wheel_finds_its_folders(tmp_path: Path) -> None:
    wheels, target = tmp_path / "wheels", tmp_path / "target"
    offline = ("--no-deps", "--no-index", "--quiet", "--disable-pip-version-check")
    run("-m", "pip", "wheel", str(CHECKOUT), "--no-build-isolation", *offline,
        "-w", str(wheels), folder=tmp_path)  # fmt: skip
    (wheel,) = wheels.iterdir()
    run("-m", "pip", "install", str(wheel), *offline, "--target", str(target), folder=tmp_path)

    found = json.loads(run("-c", FIND, folder=tmp_path, PYTHONPATH=str(target)))
    assert found == {
        name: [
            str(target / "cpgraph" / "_resources" / name),
            len(resources.sources(name, "*.*")),
        ]
        for name in resources.FOLDERS
    }
    listed = run("-m", "cpgraph", "queries", folder=tmp_path, PYTHONPATH=str(target))
    names = [
        str(path.relative_to(resources.folder("queries")).with_suffix(""))
        for path in resources.sources("queries", "*.rq")
    ]
    assert [name for name in names if name not in listed] == []
