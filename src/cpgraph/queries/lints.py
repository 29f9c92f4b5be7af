"""Lints: what keeps a stored query from being one question in one file that every engine answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from cpgraph.errors import ParameterError, QueryError, QuerySyntaxError, place
from cpgraph.paper_graph import Context
from cpgraph.queries.arguments import argument_term
from cpgraph.queries.binding import ValuesBlock, values_blocks
from cpgraph.queries.examples import example_arguments
from cpgraph.queries.paging import limits
from cpgraph.queries.portability import portability
from cpgraph.queries.scopes import scopes
from cpgraph.queries.stored import Parameter, StoredQuery
from cpgraph.queries.tokens import Token, significant_tokens
from cpgraph.rdf import NamedNode
from cpgraph.store import open_store
from cpgraph.store.query_errors import line_and_column
from cpgraph.terms import Iris
from cpgraph.vocabulary import shipped

#: What the default in place is where the header says ``any``.
_ANY = "UNDEF"
#: The same where it says ``none``: nothing has this IRI.
_NONE = NamedNode("urn:cpgraph:none")
_SHIPPED = Context(Iris(), shipped())

Found = Iterator[tuple[str, Token | None]]
"""What is wrong, and the token where it is; None where it is the header, or something missing."""


def lint(query: StoredQuery) -> list[str]:
    """What is wrong with a query, a line each, with its place; nothing where all is well.

    >>> from cpgraph.queries.catalogue import stored_query
    >>> lint(stored_query("evidence/board"))
    []
    """
    name = f"{query.name}.rq"
    try:
        tokens = significant_tokens(query.text)
        problems = [found for check in _CHECKS for found in check(query, tokens)]
    except QuerySyntaxError as error:
        return [f"{place(name, error.line, error.column)}: {error.problem}"]
    return [f"{place(name, *_where(query, token))}: {problem}" for problem, token in problems]


def _where(query: StoredQuery, token: Token | None) -> tuple[int | None, int | None]:
    return line_and_column(query.text, token.start) if token else (None, None)


def _header(query: StoredQuery, _: Sequence[Token]) -> Found:
    if not query.summary.endswith("?"):
        yield "the summary is no question; end it in ?", None
    if not query.tags:
        yield "there are no tags; add '#+ tags: [a, b]'", None
    try:
        example_arguments(query)
    except QueryError as error:
        yield str(error), None


def _parameters(query: StoredQuery, tokens: Sequence[Token]) -> Found:
    at = {token.start + 1: token for token in tokens}  # a block starts behind its brace
    blocks = list(values_blocks(query.text))
    declared = {parameter.name: parameter for parameter in query.parameters}
    for name in sorted(declared.keys() - {block.name for block in blocks}):
        yield f"parameter {name} has no VALUES ?{name} {{ … }} block", None
    for block in blocks:
        brace = at[block.start]
        if block.name not in declared:
            text = (
                f"VALUES ?{block.name} is no parameter; declare it with '#+ param {block.name}: …'"
            )
            yield text, brace
            continue
        if not _is_default(query, declared[block.name], block):
            yield f"the header's default of {block.name} is not the one in its VALUES block", brace


def _is_default(query: StoredQuery, parameter: Parameter, block: ValuesBlock) -> bool:
    """Whether the rows of the block are what the header says: ``any``, ``none``, or keys."""
    in_place = query.text[block.start : block.end]
    if parameter.default == "any":
        return in_place.strip() == _ANY
    rows = f"{_prologue(query)} SELECT ?{block.name} {{ VALUES ?{block.name} {{{in_place}}} }}"
    with open_store(":memory:") as store:
        terms = [row[0] for row in store.select(rows)]
    if parameter.default == "none":
        return terms == [_NONE]
    try:
        said = [argument_term(parameter, key, _SHIPPED) for key in parameter.default.split(", ")]
    except ParameterError:
        return False
    return terms == said


def _prologue(query: StoredQuery) -> str:
    """What stands before the query form: the prefixes."""
    form = next(token for token in significant_tokens(query.text) if token.keyword == query.form)
    return query.text[: form.start]


def _columns(query: StoredQuery, _: Sequence[Token]) -> Found:
    selected: tuple[str, ...] = ()
    with open_store(":memory:") as store:  # also says whether the text is SPARQL at all
        if query.form == "SELECT":
            selected = store.select(query.text).variables
        elif query.form == "ASK":
            store.ask(query.text)
        else:
            store.construct(query.text)
    declared = tuple(column.name for column in query.columns)
    if declared != selected:
        yield f"the columns are {_list(selected)}; the header declares {_list(declared)}", None


def _chart(query: StoredQuery, _: Sequence[Token]) -> Found:
    types = {column.name: column.type for column in query.columns}
    for name in query.chart:
        if name not in types:
            yield f"the chart shows {name}, which is no column", None
    for name in query.chart[1:]:
        if types.get(name) not in {None, "integer", "decimal"}:
            yield f"the chart shows {name} as bars, which is no number", None
    if len(query.chart) == 1:
        yield "a chart shows a column of labels and one of numbers at least", None


def _order(query: StoredQuery, tokens: Sequence[Token]) -> Found:
    outermost = {token.keyword: token for token, scope in scopes(tokens) if not scope}
    if query.form == "SELECT" and "ORDER" not in outermost:
        yield "there is no ORDER BY; order by what tells every row from every other", None
    if query.paging is not None and (cut := outermost.get("LIMIT") or outermost.get("OFFSET")):
        yield "LIMIT and OFFSET are appended because paging is declared; remove them", cut


def _page_first(query: StoredQuery, tokens: Sequence[Token]) -> Found:
    """What picks the page in a sub-SELECT is cut to the same page, in the same order."""
    if query.paging is None:
        return
    scope_of = {token.start: scope for token, scope in scopes(tokens)}
    ordered = {scope_of[token.start] for token in tokens if token.keyword == "ORDER"}
    inner = [pair for pair in limits(tokens) if scope_of[pair[0].start]]
    for keyword, _ in inner[1:]:
        yield "only the sub-SELECT that picks the page can have a LIMIT; remove this one", keyword
    for keyword, number in inner:
        if number.text != str(query.paging):
            yield f"the LIMIT within is {number.text}; write the page's {query.paging}", number
        if scope_of[keyword.start] not in ordered:
            text = "the sub-SELECT that picks the page has no ORDER BY; order it as the query"
            yield text, keyword
    for token in tokens:
        if token.keyword == "OFFSET" and scope_of[token.start]:
            yield (
                "the page begins where the query is cut; remove the OFFSET of the sub-SELECT",
                token,
            )


def _portable(_: StoredQuery, tokens: Sequence[Token]) -> Found:
    return portability(tokens)


def _scoped(query: StoredQuery, tokens: Sequence[Token]) -> Found:
    """A VALUES block outside of a sub-SELECT does not reach into it."""
    blocks = {block.start: block.name for block in values_blocks(query.text)}
    bound: set[tuple[int, str]] = set()
    used: dict[tuple[int, str], Token] = {}
    for token, scope in scopes(tokens):
        if token.start + 1 in blocks:  # its opening brace
            bound.add((scope, blocks[token.start + 1]))
        if scope and token.kind == "variable" and query.parameter(token.text[1:]):
            used.setdefault((scope, token.text[1:]), token)
    for key, token in used.items():
        if key not in bound:
            name = key[1]
            yield f"a sub-SELECT uses ?{name} and has no VALUES ?{name} block of its own", token


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"


_CHECKS: tuple[Callable[[StoredQuery, Sequence[Token]], Found], ...] = (
    _header,
    _parameters,
    _columns,
    _chart,
    _order,
    _page_first,
    _portable,
    _scoped,
)
