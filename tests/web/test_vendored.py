"""What others wrote is served as they wrote it."""

from __future__ import annotations

import hashlib
import re
from importlib.resources import files


def test_vendored_files_are_those_that_the_table_names() -> None:
    folder = files("cpgraph.web") / "static" / "vendor"
    table = (folder / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([^`]+)` .*\| ([0-9a-f]{64}) \|$", table, re.MULTILINE)
    assert len(rows) == 2
    for name, expected in rows:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == expected, name
    assert "Permission is hereby granted" in (folder / "yasgui-4.6.2" / "LICENSE").read_text()
