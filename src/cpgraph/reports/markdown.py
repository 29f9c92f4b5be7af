"""A report as Markdown (GitHub's), with anchors, so that every number opens to its claims."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cpgraph.reports.blocks import (
    Block,
    Facing,
    Heading,
    Items,
    Link,
    Paragraph,
    Pictures,
    Report,
    Table,
    Words,
)
from cpgraph.results import printable


def markdown(report: Report, pictures: str = "pictures") -> str:
    """The whole report.

    :param pictures: the folder, beside the report, in which its pictures are.
    """
    lines = [f"# {_escaped(report.title)}"]
    for section in report.sections:
        lines += ["", f'<a id="{section.anchor}"></a>', "", f"## {_escaped(section.title)}"]
        for block in section.blocks:
            if isinstance(block, Table) and block.caption != section.title:
                lines += ["", f"**{_escaped(block.caption)}**"]
            lines += ["", *_block(block, pictures)]
    return "\n".join(lines) + "\n"


def _block(block: Block, pictures: str) -> Iterator[str]:
    if isinstance(block, Paragraph):
        mark = {"lead": "**", "note": "*"}.get(block.kind, "")
        yield f"{mark}{_words(block.words)}{mark}"
    elif isinstance(block, Heading):
        yield f"### {_escaped(block.text)}"
    elif isinstance(block, Table):
        yield from _table(block)
    elif isinstance(block, Facing):
        yield from _facing(block)
    elif isinstance(block, Pictures):
        for one in block.pictures:
            yield f"![{_escaped(one.alt)}]({pictures}/{one.name}.svg)"
            yield ""
            yield f"{_escaped(one.title)} ([CSV]({pictures}/{one.name}.csv))"
            yield ""
    else:
        yield from _items(block)


def _table(table: Table) -> Iterator[str]:
    yield _row(map(_escaped, table.heads))
    yield _row("---:" if at in table.numbers else "---" for at in range(len(table.heads)))
    for place, row in enumerate(table.rows):
        cells = [_words(cell) for cell in row]
        if table.anchors:
            cells[0] = f'<a id="{table.anchors[place]}"></a>{cells[0]}'
        yield _row(cells)


def _row(cells: Iterator[str] | list[str] | map[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _facing(block: Facing) -> Iterator[str]:
    (first, second), about = block.sides, _words(block.about)
    yield _row([_words(first[0]), _words(second[0])])
    yield _row(["---", "---"])
    yield _row([_escaped(first[1]), _escaped(second[1])])
    yield ""
    yield f"*{about}*"


def _items(block: Items) -> Iterator[str]:
    for place, item in enumerate(block.items, 1):
        mark = f"{place}." if block.kind == "numbered" else "-"
        anchor = f'<a id="{item.anchor}"></a>' if item.anchor else ""
        waiting = " **(open: for a person to answer)**" if item.is_open else ""
        yield f"{mark} {anchor}{_words(item.words)}{waiting}"


def _words(words: Words) -> str:
    return "".join(_escaped(word) if isinstance(word, str) else _link(word) for word in words)


def _link(link: Link) -> str:
    address = re.sub(r"[()<>\s\\]", lambda found: f"%{ord(found[0]):02X}", link.to)
    return f"[{_escaped(link.text)}]({address})"


def _escaped(text: str) -> str:
    """No text is markup: what could be is escaped."""
    return re.sub(r"([\\`*_{}\[\]<>|#~])", r"\\\1", printable(text)).replace("&", "&amp;")
