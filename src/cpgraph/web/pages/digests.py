"""``/digests``: what is new, by week."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response

from cpgraph.digest import Digest, digest, week, weeks
from cpgraph.digest.wording import cell, contradiction, gap, sentences, title
from cpgraph.reports.digest_forms import DIGEST_FORMS
from cpgraph.web.rendering import page
from cpgraph.web.snapshots import Snapshot

_SUFFIXES = {form.suffix: name for name, form in DIGEST_FORMS.items()}


def digests(request: Request) -> Response:
    """The weeks that have papers, the newest first."""
    with request.app.state.snapshots.reading() as snapshot:
        found = snapshot.kept("weeks", lambda: weeks(snapshot.store))
        return page(
            request,
            "digests.html",
            found=found,
            alternates={"application/atom+xml": "/digests.atom"},
        )


def one_digest(request: Request) -> Response:
    """One week as a page; with a suffix the whole digest in that form."""
    wanted = request.path_params["week"]
    name, dot, suffix = wanted.rpartition(".")
    form = _SUFFIXES.get(dot + suffix) if dot else None
    name = name if form else wanted
    with request.app.state.snapshots.reading() as snapshot:
        made = _made(snapshot, name)
        if form:
            chosen = DIGEST_FORMS[form]
            return Response(chosen.write(made), media_type=chosen.media_type)
        return page(
            request,
            "digest.html",
            made=made,
            name=name,
            title=title(made.window),
            sentences=list(sentences(made)),
            cells=[cell(one) for one in made.cells],
            contradictions=[contradiction(one) for one in made.contradictions],
            gaps=[gap(one) for one in made.gaps],
            suffixes=_SUFFIXES,
            alternates={
                DIGEST_FORMS[n].media_type: f"/digests/{name}{s}" for s, n in _SUFFIXES.items()
            },
        )


def feed(request: Request) -> Response:
    """The newest digests as Atom (RFC 4287)."""
    with request.app.state.snapshots.reading() as snapshot:
        found = snapshot.kept("weeks", lambda: weeks(snapshot.store)).papers[:20]
        entries = [
            {"name": name, "papers": papers, "until": week(name).until} for name, papers in found
        ]
    answer = page(request, "feed.xml", base=str(request.base_url).rstrip("/"), entries=entries)
    return Response(answer.body, media_type="application/atom+xml")


def _made(snapshot: Snapshot, name: str) -> Digest:
    return snapshot.kept(("digest", name), lambda: digest(snapshot.store, week(name)))
