"""Who loaded what, when, with which version."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cpgraph.provenance import Activity, Document, provenance_triples, start_activity
from cpgraph.terms import CPG, PAV, PROV, RDF, RDFS, XSD, Iris
from cpgraph.version import __version__

IRIS = Iris("http://example.org/")
STARTED = datetime(2026, 5, 11, 23, 30, 59, 999_999, tzinfo=UTC)


def said(document: Document, activity: Activity) -> set[tuple[str, str, str]]:
    triples = provenance_triples("arxiv:1", "sha256:aa", document, activity, IRIS)
    assert len(triples) == len(set(triples))
    return {
        (getattr(t.subject, "value", ""), t.predicate.value, getattr(t.object, "value", ""))
        for t in triples
    }


def test_all_that_is_said() -> None:
    activity = Activity("Ada L", STARTED, "f00")
    graph, source = "http://example.org/graph/arxiv:1", "http://example.org/document/sha256-bb"
    act, software = (
        "http://example.org/activity/f00",
        f"http://example.org/software/cpgraph-{__version__}",
    )
    agent, when = IRIS.agent("Ada L"), "2026-05-11T23:30:59Z"
    assert said(Document("folder/papers.jsonl", "sha256:bb"), activity) == {
        (graph, f"{RDF}type", f"{CPG}PaperGraph"),
        (graph, f"{CPG}graphHash", "sha256:aa"),
        (graph, f"{PAV}importedFrom", source),
        (graph, f"{PAV}importedOn", when),
        (graph, f"{PROV}wasGeneratedBy", act),
        (graph, f"{PROV}wasDerivedFrom", source),
        (source, f"{RDF}type", f"{CPG}SourceDocument"),
        (source, f"{CPG}fileName", "papers.jsonl"),
        (source, f"{CPG}contentHash", "sha256:bb"),
        (act, f"{RDF}type", f"{CPG}LoadActivity"),
        (act, f"{PROV}startedAtTime", when),
        (act, f"{PROV}wasAssociatedWith", agent),
        (act, f"{PROV}wasAssociatedWith", software),
        (agent, f"{RDF}type", f"{PROV}Agent"),
        (agent, f"{RDFS}label", "Ada L"),
        (software, f"{RDF}type", f"{PROV}SoftwareAgent"),
        (software, f"{RDFS}label", f"cpgraph {__version__}"),
    }  # fmt: skip


def test_times_are_utc_whatever_the_zone() -> None:
    east = STARTED.astimezone(timezone(timedelta(hours=5)))
    document = Document("a", "sha256:bb")
    assert said(document, Activity("x", east, "1")) == said(document, Activity("x", STARTED, "1"))


def test_times_have_their_datatype() -> None:
    triples = provenance_triples(
        "arxiv:1", "sha256:aa", Document("a", "sha256:b"), Activity("x", STARTED), IRIS
    )
    times = [str(t.object) for t in triples if t.predicate.value == f"{PAV}importedOn"]
    assert times == [f'"2026-05-11T23:30:59Z"^^<{XSD}dateTime>']


@given(st.text(), st.text())
def test_any_name_of_the_system_is_taken(who: str, name: str) -> None:
    labels = {value for _, iri, value in said(Document(name, "sha256:b"), Activity(who, STARTED))
              if iri == f"{RDFS}label"}  # fmt: skip
    assert who.encode("utf-8", "replace").decode() in labels


def test_who(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "login")
    monkeypatch.delenv("CPGRAPH_USER", raising=False)
    assert start_activity().who == "login"
    monkeypatch.setenv("CPGRAPH_USER", "setting")
    assert start_activity().who == "setting"
    assert start_activity("said").who == "said"


def test_who_without_a_login(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("CPGRAPH_USER", "LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr("os.getuid", lambda: 2**31 - 7)
    assert start_activity().who == "unknown"


def test_an_activity_is_of_now_and_its_own() -> None:
    before = datetime.now(UTC)
    one, other = start_activity("x"), start_activity("x")
    assert before <= one.started <= other.started <= datetime.now(UTC)
    assert one.identifier != other.identifier
