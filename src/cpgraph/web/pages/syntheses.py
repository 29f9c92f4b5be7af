"""``/syntheses``: every outcome category at a glance, and one whole, with its pictures."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from cpgraph import living
from cpgraph.errors import QueryError
from cpgraph.pictures import pictures_of
from cpgraph.reports import FORMS
from cpgraph.reports.references import papers_of
from cpgraph.store import Store
from cpgraph.synthesis import Question, Synthesis, ask, synthesise
from cpgraph.synthesis.model import FlowStep
from cpgraph.synthesis.selection import whole_flow
from cpgraph.synthesis.wording import axis, sentences, title
from cpgraph.terms import slug
from cpgraph.web.asking import kept
from cpgraph.web.rendering import page
from cpgraph.web.snapshots import Snapshot
from cpgraph.worklist import judgements
from cpgraph.writers.bibtex import bibtex

_SUFFIXES = {form.suffix: name for name, form in FORMS.items()} | {".bib": "bibtex"}


class NoSuchSynthesisError(QueryError):
    """There is no outcome category or outcome of this name."""


def syntheses(request: Request) -> Response:
    """The votes of studies by outcome category, and the syntheses that are kept."""
    with request.app.state.snapshots.reading() as snapshot:
        rows = kept(snapshot, "synthesis/vote-counts")
        keys = {concept.label: concept.key for concept in snapshot.vocabulary.of("category")}
        stored = snapshot.kept("syntheses", lambda: living.status(snapshot.store))
        return page(
            request,
            "syntheses.html",
            rows=rows,
            slugs={label: slug(label) for label in keys},
            stored=stored,
            words=living.in_words,
            alternates={"text/csv": "/queries/synthesis/vote-counts.csv"},
        )


def synthesis(request: Request) -> Response:
    """One synthesis as a page; with a suffix the whole report in that form."""
    wanted = request.path_params["name"]
    name, suffix = _split(wanted)
    with request.app.state.snapshots.reading() as snapshot:
        made = _made(snapshot, name)
        if suffix == ".bib":
            text = "".join(map(bibtex, papers_of(snapshot.store, made).values()))
            return Response(text, media_type="application/x-bibtex")
        if suffix:
            form = FORMS[_SUFFIXES[suffix]]
            return Response(form.write(snapshot.store, made), media_type=form.media_type)
        base = f"/syntheses/{name}"
        return page(
            request,
            "synthesis.html",
            made=made,
            title=title(made.question),
            axis=axis(made.question),
            sentences=list(sentences(made)),
            pictures=snapshot.kept(("pictures", name), lambda: pictures_of(made)),
            notes=living.annotations(snapshot.store, made.question.name, made.data_hash),
            base=base,
            suffixes=_SUFFIXES,
            alternates={FORMS[n].media_type: base + s for s, n in _SUFFIXES.items() if n in FORMS},
        )


def _split(wanted: str) -> tuple[str, str | None]:
    name, dot, suffix = wanted.rpartition(".")
    return (name, dot + suffix) if dot and dot + suffix in _SUFFIXES else (wanted, None)


def _made(snapshot: Snapshot, name: str) -> Synthesis:
    """The synthesis of a category by its slug, or of an outcome by the end of its IRI."""

    def made() -> Synthesis:
        question = ask(snapshot.store, _subject(snapshot, name))
        known = judgements(snapshot.store)
        one = synthesise(snapshot.store, question, judgements=known, flow=flow)
        return living.rated(snapshot.store, one)

    def flow(store: Store, question: Question) -> Mapping[str, FlowStep]:
        # the same for every outcome, and most of the time that a synthesis takes
        return snapshot.kept(("flow", question.paper_types), lambda: whole_flow(store, question))

    return snapshot.kept(("synthesis", name), made)


def _subject(snapshot: Snapshot, name: str) -> str:
    for concept in snapshot.vocabulary.of("category"):
        if name in {slug(concept.label), concept.key}:
            return concept.iri
    iri = snapshot.store.iris.outcome("x").rpartition("/")[0] + f"/{name}"
    if not _is_plain(name) or not snapshot.store.ask(f"ASK {{ <{iri}> a ?kind }}"):
        raise NoSuchSynthesisError(
            f"there is no outcome category or outcome {name}; see /syntheses"
        )
    return iri


def _is_plain(name: str) -> bool:
    """Whether the name can stand at the end of an IRI of ours."""
    return name.replace("-", "").isalnum() and name.isascii()
