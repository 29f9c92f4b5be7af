"""Lints: what keeps a stored query from being one question in one file that every engine answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from cpgraph.errors import QuerySyntaxError, place
from cpgraph.queries.binding import values_blocks
from cpgraph.queries.paging import limits
from cpgraph.queries.stored import StoredQuery
from cpgraph.queries.tokens import Token, significant_tokens
from cpgraph.store import open_store

#: What the default in place is where the header says ``any``.
_ANY = "UNDEF"


def lint(query: StoredQuery) -> list[str]:
    """What is wrong with a query, a line each; nothing where all is well.

    >>> from cpgraph.queries.catalogue import stored_query
    >>> lint(stored_query("evidence/board"))
    []
    """
    name = f"{query.name}.rq"
    try:
        found = significant_tokens(query.text)
        return [f"{name}: {problem}" for check in _CHECKS for problem in check(query, found)]
    except QuerySyntaxError as error:
        return [f"{place(name, error.line, error.column)}: {error.problem}"]


def _header(query: StoredQuery, _: Sequence[Token]) -> Iterator[str]:
    if not query.summary.endswith("?"):
        yield "the summary is no question; end it in ?"
    if not query.tags:
        yield "there are no tags; add '#+ tags: [a, b]'"
    options = (word[2:].partition("=")[0] for word in query.example if word.startswith("--"))
    for option in options:
        if query.parameter(option.replace("-", "_")) is None:
            yield f"the example uses --{option}, which is no parameter"


def _parameters(query: StoredQuery, _: Sequence[Token]) -> Iterator[str]:
    blocks = list(values_blocks(query.text))
    declared = {parameter.name: parameter for parameter in query.parameters}
    for name in declared.keys() - {block.name for block in blocks}:
        yield f"parameter {name} has no VALUES ?{name} {{ … }} block"
    for block in blocks:
        if block.name not in declared:
            yield f"VALUES ?{block.name} is no parameter; declare it with '#+ param {block.name}: …'"
            continue
        in_place = query.text[block.start : block.end].strip() == _ANY
        if in_place != (declared[block.name].default == "any"):
            yield f"the header's default of {block.name} is not the one in its VALUES block"


def _columns(query: StoredQuery, _: Sequence[Token]) -> Iterator[str]:
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
        yield f"the columns are {_list(selected)}; the header declares {_list(declared)}"


def _order(query: StoredQuery, found: Sequence[Token]) -> Iterator[str]:
    outermost = [token.keyword for token, scope in _scopes(found) if not scope]
    if query.form == "SELECT" and "ORDER" not in outermost:
        yield "there is no ORDER BY; order by what tells every row from every other"
    if query.paging is not None and {"LIMIT", "OFFSET"} & set(outermost):
        yield "LIMIT and OFFSET are appended because paging is declared; remove them"


def _page_first(query: StoredQuery, found: Sequence[Token]) -> Iterator[str]:
    """What picks the page in a sub-SELECT is cut to the same page, in the same order."""
    if query.paging is None:
        return
    scope_of = {token.start: scope for token, scope in _scopes(found)}
    inner = [pair for pair in limits(found) if scope_of[pair[0].start]]
    if len(inner) > 1:
        yield "two sub-SELECTs have a LIMIT; only the one that picks the page can have one"
    for keyword, number in inner:
        if number.text != str(query.paging):
            yield f"the LIMIT within is {number.text}; write the page's {query.paging}"
        scope = scope_of[keyword.start]
        if not any(token.keyword == "ORDER" and scope_of[token.start] == scope for token in found):
            yield "the sub-SELECT that picks the page has no ORDER BY; order it as the query"
    if any(token.keyword == "OFFSET" and scope_of[token.start] for token in found):
        yield "a sub-SELECT has an OFFSET; the page begins where the query is cut, remove it"


def _portable(_: StoredQuery, found: Sequence[Token]) -> Iterator[str]:
    if any(token.keyword == "SERVICE" for token in found):
        yield "SERVICE asks another endpoint; ask the store only"
    for token in found:
        if token.kind == "language":
            yield f'engines differ on literals like "x"{token.text}; compare STR(…)'
    for before, operator, text in zip(found, found[1:], found[2:], strict=False):
        tag = operator.text in {"=", "!="} and before.text == ")" and _is_lang(found, before)
        if tag and text.text not in {'""', "''"}:
            yield f"engines differ in the case of language tags; LANGMATCHES(LANG(…), {text.text})"


def _is_lang(found: Sequence[Token], closing: Token) -> bool:
    at = found.index(closing)
    return at >= 3 and found[at - 3].keyword == "LANG"  # noqa: PLR2004 # LANG ( ?x )


def _scoped(query: StoredQuery, found: Sequence[Token]) -> Iterator[str]:
    """A VALUES block outside of a sub-SELECT does not reach into it."""
    blocks = {block.start: block.name for block in values_blocks(query.text)}
    bound: set[tuple[int, str]] = set()
    used: set[tuple[int, str]] = set()
    for token, scope in _scopes(found):
        if token.start + 1 in blocks:  # its opening brace
            bound.add((scope, blocks[token.start + 1]))
        if scope and token.kind == "variable" and query.parameter(token.text[1:]):
            used.add((scope, token.text[1:]))
    for _, name in sorted(used - bound):
        yield f"a sub-SELECT uses ?{name} and has no VALUES ?{name} block of its own"


def _scopes(found: Sequence[Token]) -> Iterator[tuple[Token, int]]:
    """The tokens, each with the sub-SELECT it stands in: where that starts, 0 for the query itself."""
    open_scopes = [0]
    for index, token in enumerate(found):
        if token.text == "{":
            inner = found[index + 1 : index + 2]
            is_select = bool(inner) and inner[0].keyword == "SELECT"
            open_scopes.append(token.start if is_select else open_scopes[-1])
        yield token, open_scopes[-1]
        if token.text == "}" and len(open_scopes) > 1:
            open_scopes.pop()


def _list(names: Sequence[str]) -> str:
    return ", ".join(names) or "none"


_CHECKS: tuple[Callable[[StoredQuery, Sequence[Token]], Iterator[str]], ...] = (
    _header,
    _parameters,
    _columns,
    _order,
    _page_first,
    _portable,
    _scoped,
)
