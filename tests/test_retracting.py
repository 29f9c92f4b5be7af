"""What people say does not stand: said, shown everywhere, kept over loads, and taken back whole."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path

import pytest

import changing
import cpgraph
from cpgraph import living, queries
from cpgraph.exporting import FORMATS, export_as
from cpgraph.paper_graph import claim_iris, paper_from_triples
from cpgraph.provenance import timestamp
from cpgraph.rdf import NamedNode, Triple
from cpgraph.retracting import (
    AlreadyRetractedError,
    ClaimNotFoundError,
    NoReasonError,
    NotRetractedError,
    in_words,
    name_of,
    retraction_of,
)
from cpgraph.store import Store, known_vocabulary, open_store, paper_keys, paper_statements
from cpgraph.synthesis import ask, synthesise
from cpgraph.validation import Validator
from cpgraph.vocabulary import shipped_quads

KEY = "manual:193f2f1c5bdd"
BY_SOURCE = "manual:4986e9dc6d4d"
WHY = "The data were made up."


def retract(store: Store, key: str = KEY, reason: str = WHY) -> cpgraph.retracting.Retraction:
    return cpgraph.retract(store, key, reason=reason, who="Ann Lee")


def graphs(store: Store) -> dict[str, set[Triple]]:
    return {name: set(store.graph(name)) for name in store.graph_names(store.iris.base)}


def whole(store: Store, key: str = KEY) -> cpgraph.model.Paper:
    triples = paper_statements(store, key)
    return paper_from_triples(triples, store.iris.paper(key), known_vocabulary(store))


def exported(store: Store, form: str) -> bytes:
    output = io.BytesIO()
    export_as(store, output, form)
    return output.getvalue()


def test_a_paper_is_retracted_and_its_source_says_what_it_said(copied_store: Store) -> None:
    source = set(copied_store.graph(copied_store.iris.graph(KEY)))
    said = retract(copied_store, reason=f"  {WHY.replace(' ', '  ')} ")
    assert (said.reason, said.who) == (WHY, "Ann Lee")
    assert whole(copied_store).retracted == WHY
    assert whole(copied_store).retracted_on == said.date
    assert set(copied_store.graph(copied_store.iris.graph(KEY))) == source
    rows = {row[0]: row[3] for row in cpgraph.run(copied_store, "papers/retracted")}  # type: ignore[union-attr]
    assert rows[KEY] == WHY


@pytest.mark.parametrize(
    "named", ["#2", "#{name}", "paper:#2", "https://w3id.org/cpgraph/data/paper/#{name}", "<>"]
)
def test_a_claim_is_named_in_any_of_these_ways(copied_store: Store, named: str) -> None:
    iri = claim_iris(whole(copied_store), copied_store.iris)[1]
    name = iri.partition("#")[2]
    prefix, mark, part = named.partition("#")
    given = f"<{iri}>" if named == "<>" else f"{prefix}{KEY}{mark}{part.format(name=name)}"
    assert retract(copied_store, given).thing == iri
    assert [claim.retracted for claim in whole(copied_store).claims][:3] == [None, WHY, None]
    assert cpgraph.restore(copied_store, f"{KEY}#{name}").thing == iri


def test_every_query_that_knows_a_source_s_retraction_knows_a_person_s(copied_store: Store) -> None:
    """What each stored query says of a paper retracted by a person is what it says of one retracted
    by its source in the same words."""
    names = [
        one.name
        for one in queries.shipped_catalogue()
        if re.search(r"npx:retracts|cito:isRetractedBy", one.text)
        and not any(needed.is_required for needed in one.parameters)
    ]
    said = retract(copied_store)
    retract(copied_store, f"{KEY}#2")
    by_people = {name: answer(copied_store, name) for name in names}
    cpgraph.restore(copied_store, f"{KEY}#2")
    cpgraph.restore(copied_store, KEY)
    standing = {name: answer(copied_store, name) for name in names}
    was = changing.change(copied_store, KEY, retracted=WHY, retracted_on=said.date)
    claims = [replace(one, retracted=WHY) if at == 1 else one for at, one in enumerate(was.claims)]
    changing.change(copied_store, KEY, claims=tuple(claims))
    by_source = {name: answer(copied_store, name) for name in names}
    assert by_people == by_source
    assert sum(standing[name] != by_people[name] for name in names) > 10


def answer(store: Store, name: str) -> object:
    """The rows of a query, or the statements of a graph, without the names of retractions."""
    stored = queries.stored_query(name)
    if stored.form == "CONSTRUCT":
        found = queries.construct(store, stored)
        return {str(one) for one in found if "retraction" not in str(one) and "#" not in str(one)}
    limit = "all" if stored.paging else None
    rows = queries.select(store, stored, limit=limit)  # type: ignore[arg-type]
    undated = ("unknown", timestamp()[:10])  # sources give no dates for claims
    return [[str(c) for c in row if "#" not in str(c) and c not in undated] for row in rows]


def test_what_is_retracted_already_is_not_retracted_again(copied_store: Store) -> None:
    said = retract(copied_store)
    with pytest.raises(AlreadyRetractedError) as caught:
        retract(copied_store, reason="Again.")
    assert caught.value.retraction == said
    assert str(caught.value) == f"{KEY} is retracted already, says {in_words(said)}"
    with pytest.raises(
        AlreadyRetractedError, match=f"{BY_SOURCE} is retracted already, says its s"
    ):
        retract(copied_store, BY_SOURCE)


def test_what_nobody_said_is_not_taken_back(copied_store: Store) -> None:
    before = graphs(copied_store)
    with pytest.raises(NotRetractedError, match=f"^{KEY} is not retracted; 'cpgraph query papers/"):
        cpgraph.restore(copied_store, KEY)
    with pytest.raises(NotRetractedError) as caught:
        cpgraph.restore(copied_store, BY_SOURCE)
    assert str(caught.value) == (
        f"{BY_SOURCE} stays retracted, says its source (2025-11-03): The authors withdrew the data of "
        "three of the nine hospitals; load a source that does not"
    )
    assert graphs(copied_store) == before


@pytest.mark.parametrize("reason", ["", " \n\t "])
def test_a_retraction_needs_a_reason(copied_store: Store, reason: str) -> None:
    with pytest.raises(
        NoReasonError, match=r"^the reason is empty; say in words why it is retracted$"
    ):
        retract(copied_store, reason=reason)


@pytest.mark.parametrize("part", ["0", "6", "-1", "٣", "9" * 5000, "claim-", "paper", " 2"])
def test_a_claim_that_is_not_there(copied_store: Store, part: str) -> None:
    with pytest.raises(ClaimNotFoundError, match=f"in {KEY}, which has 5 claims;"):
        retract(copied_store, f"{KEY}#{part}")


def test_the_nearest_claim_and_paper_are_named(copied_store: Store) -> None:
    name = name_of(copied_store.iris, claim_iris(whole(copied_store), copied_store.iris)[1])
    with pytest.raises(ClaimNotFoundError, match=f"did you mean {name}"):
        retract(copied_store, f"{name[:-1]}_")
    with pytest.raises(cpgraph.CpgraphError, match=f"did you mean {KEY}"):
        retract(copied_store, f"{KEY[:-1]}#1")


def test_each_retraction_taken_back_is_as_if_it_had_not_been(kept: Store) -> None:
    """Of every paper and claim of a synthesis and of some others: graphs, numbers, hashes, exports."""
    before, forms = graphs(kept), ("trig", "turtle", "jsonl")
    shown = {form: exported(kept, form) for form in forms}
    keys = sorted(living.load(kept, "error-rate").papers)
    things = [
        *keys,
        *(f"{key}#{at + 1}" for key in keys for at in range(len(whole(kept, key).claims))),
    ]
    moved = 0
    for thing in things:
        retract(kept, thing)
        moved += bool(living.stale(kept))
        assert exported(kept, "turtle") != shown["turtle"]
        cpgraph.restore(kept, thing)
        assert graphs(kept) == before
        assert living.stale(kept) == set()
    assert moved >= len(keys)
    assert {form: exported(kept, form) for form in forms} == shown
    made = synthesise(kept, ask(kept, "error_rate"))
    assert made.data_hash == living.load(kept, "error-rate").data_hash


def test_what_becomes_stale_is_what_asking_all_finds(kept: Store) -> None:
    with open_store(":memory:", "write") as before:
        before.write({name: list(triples)} for name, triples in graphs(kept).items())
        for key in (min(living.load(kept, "error-rate").papers), KEY, f"{KEY}#3"):
            retract(kept, key)
            found = {one.name for one in living.made_stale(kept, before, {key.partition("#")[0]})}
            assert found == living.stale(kept) - living.stale(before)
            cpgraph.restore(kept, key)


def test_two_retractions_of_a_paper_are_taken_back_one_by_one(copied_store: Store) -> None:
    before = graphs(copied_store)
    retract(copied_store)
    one = graphs(copied_store)
    retract(copied_store, f"{KEY}#1")
    cpgraph.restore(copied_store, f"{KEY}#1")
    assert graphs(copied_store) == one
    cpgraph.restore(copied_store, KEY)
    assert graphs(copied_store) == before


def test_its_graph_conforms_to_the_shapes(copied_store: Store) -> None:
    retract(copied_store)
    graph = list(copied_store.graph(copied_store.iris.retraction(KEY)))
    (said,) = Validator([quad.triple for quad in shipped_quads()]).check([graph])
    assert said == []


@pytest.fixture
def spoken_of(copied_store: Store) -> Store:
    retract(copied_store)
    retract(copied_store, f"{KEY}#2", reason="A wrong sign.")
    return copied_store


#: Formats that hold why something is retracted, of claims too.
WHOLE = ["trig", "nquads", "jsonld", "turtle", "ntriples", "rdfxml", "jsonl"]


def loaded(store: Store, data: bytes, form: str, folder: Path) -> None:
    path = folder / f"papers{FORMATS[form][0]}"
    path.write_bytes(data)
    assert not cpgraph.load(store, path).refused


@pytest.mark.parametrize("form", WHOLE)
def test_what_is_exported_loads_again_and_says_nothing_twice(
    spoken_of: Store, form: str, tmp_path: Path
) -> None:
    held = graphs(spoken_of)
    loaded(spoken_of, exported(spoken_of, form), form, tmp_path)
    for name in (spoken_of.iris.graph(KEY), spoken_of.iris.retraction(KEY)):
        assert set(spoken_of.graph(name)) == held[name]


@pytest.mark.parametrize("form", WHOLE)
def test_what_is_exported_is_not_lost_in_another_store(
    spoken_of: Store, form: str, tmp_path: Path
) -> None:
    with open_store(":memory:", "write") as other:
        loaded(other, exported(spoken_of, form), form, tmp_path)
        assert whole(other) == whole(spoken_of)
        names = (other.iris.graph(KEY), other.iris.retraction(KEY))
        if form != "jsonl":  # a record has no room for who said so
            assert [set(other.graph(one)) for one in names] == [
                set(spoken_of.graph(one)) for one in names
            ]


@pytest.mark.parametrize("form", ["trig", "turtle"])
def test_another_base(spoken_of: Store, form: str, tmp_path: Path) -> None:
    with open_store(":memory:", "write", base_iri="https://example.org/mine/") as other:
        loaded(other, exported(spoken_of, form), form, tmp_path)
        said = retraction_of(other, other.iris.paper(KEY))
        assert said
        assert (said.reason, said.who) == (WHY, "Ann Lee")
        cpgraph.restore(other, KEY)
        cpgraph.restore(other, f"{KEY}#2")
        assert whole(other).retracted is None
        assert not any("cpgraph/data/" in str(t) for t in other.graph(other.iris.graph(KEY)))


def test_a_source_that_is_loaded_again_takes_nothing_away(
    spoken_of: Store, tmp_path: Path, sample_store: Store
) -> None:
    loaded(spoken_of, exported(sample_store, "trig"), "trig", tmp_path)
    assert whole(spoken_of).retracted == WHY
    assert whole(spoken_of).claims[1].retracted == "A wrong sign."


def test_a_source_that_says_so_too_has_words_of_its_own(spoken_of: Store) -> None:
    changing.change(spoken_of, KEY, retracted="The publisher's notice.")
    assert whole(spoken_of).retracted == "The publisher's notice."
    cpgraph.restore(spoken_of, KEY)
    with pytest.raises(NotRetractedError, match="says its source: The publisher's notice; load"):
        cpgraph.restore(spoken_of, KEY)


def test_a_claim_that_is_gone_can_be_restored(spoken_of: Store) -> None:
    name = name_of(spoken_of.iris, claim_iris(whole(spoken_of), spoken_of.iris)[1])
    was = changing.change(spoken_of, KEY, claims=())
    assert cpgraph.restore(spoken_of, name).reason == "A wrong sign."
    changing.put(spoken_of, was)


def test_it_goes_with_what_people_made_of_a_store(spoken_of: Store, tmp_path: Path) -> None:
    path = tmp_path / "kept.ttl"
    with path.open("wb") as stream:
        living.write_kept(spoken_of, stream, cpgraph.rdf.SYNTAXES["turtle"])
    from cpgraph.readers.base import Source  # noqa: PLC0415

    with open_store(":memory:", "write") as other:
        living.take_kept(other, Source("kept.ttl", path))
        name = other.iris.retraction(KEY)
        assert set(other.graph(name)) == set(spoken_of.graph(name))
    report = living.take_kept(spoken_of, Source("kept.ttl", path))
    assert not report.changed


def test_words_of_a_paper_that_is_gone_make_no_paper(spoken_of: Store) -> None:
    changing.take_out(spoken_of, KEY)
    assert list(paper_statements(spoken_of, KEY)) == []
    assert KEY not in paper_keys(spoken_of)


@pytest.mark.parametrize("lost", ["cpgraph/ontology#reason", "wasAttributedTo", "rdf-schema#label"])
def test_words_without_a_name_or_reason_are_no_person_s(
    spoken_of: Store, lost: str, tmp_path: Path
) -> None:
    """A file that is not what cpgraph writes: they are the source's then, and the shapes judge them."""
    lines = exported(spoken_of, "ntriples").decode().splitlines()
    kept = [
        one for one in lines if not ("/retraction/" in one or "/agent/" in one) or lost not in one
    ]
    path = tmp_path / "papers.nt"
    path.write_text("\n".join(kept), encoding="utf-8")
    with open_store(":memory:", "write") as other:
        report = cpgraph.load(other, path)
        assert list(other.graph_names(other.iris.retraction(""))) == []
        refused = [one.key for one in report.entries if one.reasons]
        assert refused == ([KEY] if "reason" in lost else [])


@pytest.fixture
def of_dois(copied_store: Store) -> Store:
    for key, doi in ((KEY, "10.1000/a,b"), ("manual:0aa741b8a4f2", "10.1000/C")):
        changing.change(copied_store, key, doi=doi)
    changing.change(copied_store, BY_SOURCE, doi="10.1000/old")
    return copied_store


LISTS = {
    "lines": "https://doi.org/10.1000/A,B\tMade up.\n\n10.1000/c, Wrong, too.\n10.1000/none\n"
    "10.1000/old\n",
    "table": 'title,DOI,Reason\nx,"10.1000/a,b",Made up.\ny,10.1000/c,"Wrong, too."\nz,10.1000/none,\n'
    "w,10.1000/old,\nv,unavailable,\n",
    "semicolons": "doi;reason\n10.1000/a,b;Made up.\n10.1000/C;Wrong, too.\n10.1000/none;\n"
    "10.1000/old;\n",
    "watch": 'Record ID,Reason,OriginalPaperDOI\n1,+Made up.;,"10.1000/a,b"\n2,"Wrong, too.",10.1000/c\n'
    "3,+Other;,10.1000/c\n4,,10.1000/none\n5,,10.1000/old\n",
}


@pytest.mark.parametrize("form", LISTS)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_list_of_dois(of_dois: Store, form: str, encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text(LISTS[form], encoding=encoding)
    report = cpgraph.retract_listed(of_dois, path)
    assert (sorted(report.retracted), report.already, report.unknown) == (
        ["manual:0aa741b8a4f2", KEY], [BY_SOURCE], 1,
    )  # fmt: skip
    assert whole(of_dois).retracted == "Made up."
    assert whole(of_dois, "manual:0aa741b8a4f2").retracted == "Wrong, too."
    again = cpgraph.retract_listed(of_dois, path)
    assert (again.retracted, len(again.already)) == ([], 3)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "lists no DOI; write one a line, the reason after a tab"),
        ("\n \n", "lists no DOI; write one a line, the reason after a tab"),
        (
            "10.1000/c\tWhy.\n10.1000/a,b\n",
            ":2: states no reason for 10.1000/a,b; add one after a tab",
        ),
        (
            "10.1000/c\tWhy.\nnonsense\n",
            ":2: 'nonsense' is no DOI; write one a line as 10.…, the rea",
        ),
        (
            "title,year\nx,2020\n",
            ":1: 'title,year' is no DOI; write one a line as 10.…, the reason",
        ),
    ],
)
def test_a_list_that_is_wrong_retracts_nothing(
    of_dois: Store, text: str, said: str, tmp_path: Path
) -> None:
    path = tmp_path / "list.txt"
    path.write_text(text, encoding="utf-8")
    before = graphs(of_dois)
    with pytest.raises(cpgraph.CpgraphError) as caught:
        cpgraph.retract_listed(of_dois, path)
    assert said in str(caught.value)
    assert graphs(of_dois) == before


def test_one_reason_for_all_that_have_none(of_dois: Store, tmp_path: Path) -> None:
    path = tmp_path / "list.txt"
    path.write_text("10.1000/c\n", encoding="utf-8")
    assert cpgraph.retract_listed(of_dois, path, reason="A paper mill.").retracted
    assert whole(of_dois, "manual:0aa741b8a4f2").retracted == "A paper mill."


def test_the_thing_is_linked_both_ways(copied_store: Store) -> None:
    retract(copied_store)
    thing, node = (
        NamedNode(one)
        for one in (copied_store.iris.paper(KEY), f"{copied_store.iris.retraction(KEY)}#paper")
    )
    assert copied_store.ask(
        f"ASK {{ {thing} <http://purl.org/spar/cito/isRetractedBy> {node} . "
        f"{node} <http://purl.org/nanopub/x/retracts> {thing} }}"
    )
