"""What is wrong with a query, in words for its writer: line, column, the token and what to do.

The engine reports how far its parser looked, which can be up to a keyword's length beyond the wrong
token, or on a later one. So the query is parsed again with its words far apart: then where the parser
stopped lies in the gap behind the wrong one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from cpgraph.errors import QueryError, QuerySyntaxError

#: Longer than any keyword.
_GAP = " " * 24
#: Strings and IRIs, which stay whole; then the places where a gap changes nothing.
_PIECE = re.compile(
    r"""
      '''.*?(?:'''|\Z) | \"\"\".*?(?:\"\"\"|\Z) | '(?:[^'\\\n\r]|\\.)*' | "(?:[^"\\\n\r]|\\.)*"
    | <[^<>"{}|^`\\\s]*>
    | (?P<gap> \s+ | (?<![\\<])[({](?!\|) | (?<![\\|])[)}](?!>) | (?<!\\)[\[\],;] )
    """,
    re.VERBOSE | re.DOTALL,
)
_WORD = re.compile(r"""[?$@]?[\w:.-]*\w|'[^'\n]*'?|"[^"\n]*"?|<[^\s<>]*>?|\S""")
_NAME = re.compile(r"[\w.-]*:")
#: Characters of a word that are shown.
_SHOWN = 40
#: Faults that are not of the grammar, in the engine's words and in ours.
_EXPLAINED = {
    "Prefix not found": "unknown prefix{prefix}; declare it with PREFIX",
    "Duplicated variable name": "a variable is selected twice; rename one of them",
    "contains a variable that is unbound": "a variable of SELECT is neither in GROUP BY nor inside "
    "of an aggregate; put it into one of them",
    "IRI parsing failed": "an IRI is wrong or relative; write it in full",
}


_FORMS = {
    "SELECT": "ask for rows with SELECT … WHERE { … }",
    "ASK": "ask for yes or no with ASK { … }",
    "CONSTRUCT": "ask for a graph with CONSTRUCT { … } WHERE { … }",
}


def wrong_form(form: str) -> QueryError:
    """The query is of another form than this one, which was to be answered."""
    return QueryError(f"this is no {form}; {_FORMS[form]}")


def unanswerable(message: str) -> QueryError:
    """The query is SPARQL, and the engine cannot answer it: a function that it lacks, say."""
    return QueryError(f"the engine cannot answer this query ({message.rstrip('.')}); change it")


def syntax_error(
    query: str, message: str, parsed_again: Callable[[str], str | None]
) -> QuerySyntaxError:
    """The engine's message about a query, as an error for its writer.

    :param parsed_again: what the engine says of another text: a message, or None where it is SPARQL.
    """
    words = list(_words(query))
    spread = _GAP.join(word for word, _ in words)
    found = _placed(spread, parsed_again(spread) or "")
    if found is not None:
        return _error(query, _original(words, found[0]), found[1])
    offset, problem = _placed(query, message) or (0, message)
    return _error(query, offset, problem)


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """The 1-based line and column of an offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def shown_word(word: str) -> str:
    """A word of a query as an error shows it: cut where it is long, steering no terminal."""
    shown = word if len(word) <= _SHOWN else f"{word[: _SHOWN - 1]}…"
    return "`" + "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in shown) + "`"


def _words(query: str) -> Iterator[tuple[str, int]]:
    """The query in pieces that may stand apart, each with its offset; the last is its end."""
    start = 0
    for found in _PIECE.finditer(query):
        if found["gap"] is not None:
            yield query[start : found.start()], start
            yield found[0], found.start()
            start = found.end()
    yield query[start:], start
    yield "", len(query)


def _original(words: list[tuple[str, int]], offset: int) -> int:
    """Where in the query the word starts that this offset of the spread text is in or behind."""
    reached, place = 0, 0
    for word, start in words:
        if reached > offset:
            break
        if word.strip() or start == words[-1][1]:
            place = start
        reached += len(word) + len(_GAP)
    return place


def _placed(text: str, message: str) -> tuple[int, str] | None:
    """The offset and the problem that a message names."""
    placed = re.match(r"error at (\d+):(\d+): (.*)", message, re.DOTALL)
    if placed is None:
        return None
    before = sum(len(line) + 1 for line in text.split("\n")[: int(placed[1]) - 1])
    return before + int(placed[2]) - 1, placed[3]


def _error(query: str, offset: int, problem: str) -> QuerySyntaxError:
    word = _WORD.search(query, offset)
    start = word.start() if word else len(query.rstrip())
    line, column = line_and_column(query, start)
    problem = _explained(problem, word[0] if word else "")
    return QuerySyntaxError("query", problem, line=line, column=column)


def _explained(problem: str, word: str) -> str:
    known = next((text for said, text in _EXPLAINED.items() if said in problem), None)
    if known:
        return known.format(prefix=f" {word.partition(':')[0]}:" if _NAME.match(word) else "")
    if not word:
        return "the query ends too early; complete it, or close what is open"
    return f"this does not fit the SPARQL grammar here: {shown_word(word)}"
