"""The forms of a report."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from cpgraph.store import Store
from cpgraph.synthesis import Synthesis
from cpgraph.synthesis.wording import sentences, title


@dataclass(frozen=True, slots=True)
class Form:
    """A form of a report: its name, media type and file suffix, and what writes it."""

    name: str
    media_type: str
    suffix: str
    write: Callable[[Store, Synthesis], str]


def _text(_: Store, made: Synthesis) -> str:
    return "\n".join([title(made.question), "", *sentences(made), ""])


#: Every form by its name.
FORMS: dict[str, Form] = {form.name: form for form in (Form("text", "text/plain", ".txt", _text),)}
