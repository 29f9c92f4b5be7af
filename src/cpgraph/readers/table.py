"""Papers and their claims from tables: CSV and TSV, one row a claim, as spreadsheets hold them.

Which column is which field is said by a mapping (:mod:`cpgraph.readers.table_mapping`): the one that
is given, else the one beside the table (``claims.mapping.yaml`` beside ``claims.csv``), else a guess,
where the names of the columns leave nothing to guess.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from pathlib import Path

from cpgraph.errors import SourceError
from cpgraph.model import Paper
from cpgraph.paper_graph import Context, field_path, paper_from_triples, paper_triples
from cpgraph.rdf import Triple
from cpgraph.readers.base import (
    GivenMapping,
    Notice,
    PaperReading,
    Reading,
    Refusal,
    Source,
    reading_of,
)
from cpgraph.readers.bibliographic import Described, beside
from cpgraph.readers.detect import MAPPING_SUFFIX
from cpgraph.readers.record import paths_of
from cpgraph.readers.record_paper import paper_of
from cpgraph.readers.record_tree import RecordError
from cpgraph.readers.table_file import Table, open_table
from cpgraph.readers.table_guess import Guess, guess_mapping
from cpgraph.readers.table_mapping import TableMapping, mapping_beside, read_mapping
from cpgraph.readers.table_papers import PaperRows, Rows
from cpgraph.readers.table_records import Place, RecordMaker
from cpgraph.vocabulary import fold

REFUSALS = 200
"""After so many papers that were refused, the mapping is what is wrong."""
_FAULTS = 20


def read_table(
    source: Source, context: Context, mapping: GivenMapping | None = None
) -> Iterator[Reading]:
    """The papers of a table, lazily; a paper with a fault is a refusal and the rest goes on.

    :param mapping: a file, or the same as plain data; None is the one beside the table, or a guess.
    :raises SourceError: the mapping does not fit, or the table cannot be read; with its line. Before
        any paper is given, unless too many are refused.
    """
    table, chosen, notices = _chosen(source, context, mapping)
    for text in (*table.notices, *notices, *_left_out(table, chosen)):
        yield Notice(source.name, text)
    maker = RecordMaker(table, chosen, context)
    refused = 0
    rows: Rows | None = None
    for rows in PaperRows(table, chosen, context):
        reading = _reading(rows, maker, source, context)
        yield reading
        refused += isinstance(reading, Refusal)
        if refused == REFUSALS:
            problem = f"{REFUSALS} papers were refused, and no more was read; is the mapping right?"
            raise SourceError(source.name, problem, line=rows.rows[-1].line)
    if rows is None:
        yield Notice(source.name, "has no row below the names of its columns", table.line)


def guess(source: Source, context: Context) -> Guess:
    """What the columns of a table may be.

    :raises SourceError: the table cannot be read.
    """
    return guess_mapping(open_table(source), context)


def _chosen(
    source: Source, context: Context, given: GivenMapping | None
) -> tuple[Table, TableMapping, list[str]]:
    beside = None if given is not None else mapping_beside(source)
    if given is not None or beside is not None:
        table, mapping = _mapped(source, context, given if given is not None else beside or "")
        said = [f"read by the mapping {beside.name}"] if beside else []
        return table, mapping, said
    table = open_table(source)
    guessed = guess_mapping(table, context)
    if guessed.doubts or not guessed.placed:
        raise SourceError(source.name, _doubtful(source, guessed), line=table.line)
    return table, guessed.mapping("the guess"), [f"read without a mapping: {_pairs(guessed)}"]


def _mapped(source: Source, context: Context, given: GivenMapping) -> tuple[Table, TableMapping]:
    """The table and its mapping; what is wrong with the mapping is said of the table."""
    try:
        mapping = read_mapping(given)
        table = open_table(source, mapping.form)
        mapping.check(table, context)
    except SourceError as error:
        if error.path == source.name:
            raise
        raise SourceError(source.name, f"its mapping does not fit: {error}") from error
    return table, mapping


def _pairs(guessed: Guess) -> str:
    others = [
        f"{name} is {rule.field.name}"
        for name, rule in guessed.placed.items()
        if fold(name) != fold(rule.field.name)
    ]
    others += [f"{name} are {value}" for name, value in guessed.constants.items()]
    return ", ".join(others) or "its columns are named like the fields"


def _doubtful(source: Source, guessed: Guess) -> str:
    names = ", ".join(map(repr, guessed.doubts))
    beside = mapping_name(source)
    return (
        f"it is not plain what these columns are: {names}; write a mapping with 'cpgraph mapping guess "
        f"{source.name} -o {beside}', look through it and load again"
    )


def mapping_name(source: Source) -> str:
    """Where the mapping of a table is looked for, as its user would name it."""
    name = source.name.removesuffix(".gz")
    return (
        "claims" + MAPPING_SUFFIX
        if name == "-"
        else str(Path(name).with_suffix("")) + MAPPING_SUFFIX
    )


def _left_out(table: Table, mapping: TableMapping) -> Iterator[str]:
    known = {*mapping.columns, *mapping.ignored}
    names = [
        repr(name) if name else "one without a name" for name in table.columns if name not in known
    ]
    if names:
        noun = "column was" if len(names) == 1 else "columns were"
        yield (
            f"{len(names)} {noun} not loaded: {', '.join(names)} "
            "(name them in the mapping, under columns or ignore)"
        )


def _reading(
    rows: Rows, maker: RecordMaker, source: Source, context: Context
) -> PaperReading | Refusal:
    made = maker.record(rows.rows)
    first = Place(rows.rows[0].line, "")
    faults = list(made.faults)
    if rows.fault:
        faults.insert(0, (Place(rows.fault[0], ""), rows.fault[1]))
    if faults:
        return _refusal(faults, source)
    try:
        paper = paper_of(made.data, context)
    except RecordError as error:
        return _refusal([(made.place_of(error.path) or first, str(error))], source)

    def place_of(focus_node: str, predicate: str | None) -> Place:
        paths = paths_of(field_path(paper, context.iris, focus_node, predicate))
        return next(filter(None, map(made.place_of, paths)), first)

    def over(stored: list[Triple]) -> PaperReading:
        before = paper_from_triples(stored, context.iris.paper(paper.key), context.vocabulary)
        more = beside(stored, before, context.iris.paper(paper.key), context)
        triples = [*paper_triples(_with_what_it_states(before, paper), context), *more]
        return replace(reading, triples=list(dict.fromkeys(triples)))

    reading = replace(
        reading_of(paper, source, context, line_at=lambda _: first.line),
        line_of=lambda node, predicate: place_of(node, predicate).line,
        column_of=lambda node, predicate: place_of(node, predicate).column,
    )
    return reading if maker.has_claims else replace(reading, over=over)


def _with_what_it_states(before: Paper, paper: Paper) -> Paper:
    """A stored paper with what a table without claims states of it; all else stays."""
    stated = {
        field.name: value
        for field in fields(Paper)
        if field.name not in {"authors", "authors_not_stated", "claims"}
        and (value := getattr(paper, field.name)) not in (None, ())
    }
    return replace(Described(paper).over(before), **stated)


def _refusal(faults: list[tuple[Place, str]], source: Source) -> Refusal:
    """One refusal of a paper, for all that is wrong with it."""
    shown = faults[:_FAULTS]
    refusals = [
        Refusal(source.name, said, place.line, column=place.column or None) for place, said in shown
    ]
    if len(faults) > _FAULTS:
        more = f"and {len(faults) - _FAULTS} more faults of this paper"
        refusals.append(Refusal(source.name, more, faults[_FAULTS][0].line))
    return replace(refusals[0], further=tuple(refusals[1:]))
