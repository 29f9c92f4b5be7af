"""Nanopublications that are written: valid by the rules, by a library of others, and on return."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

import cpgraph
from cpgraph.exporting import ExportError, export_as
from cpgraph.rdf import SYNTAXES, parse, serialize
from cpgraph.readers.nanopub_parts import Nanopub, nanopubs
from cpgraph.readers.nanopub_trusty import artifact_code, signature_problem, trusty_problem
from cpgraph.results import MissingLibraryError
from cpgraph.store import Store, open_store


def exported(store: Store, **options: object) -> bytes:
    output = io.BytesIO()
    export_as(store, output, "nanopub", **options)  # type: ignore[arg-type]
    return output.getvalue()


def found_in(data: bytes) -> list[Nanopub]:
    found = list(nanopubs(parse(data, SYNTAXES["trig"], name="x")))
    made = [one for one in found if isinstance(one, Nanopub)]
    assert made == found
    return made


@pytest.fixture(scope="session")
def key_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rsa = pytest.importorskip("Crypto.PublicKey.RSA", reason="signing needs pycryptodome")
    path = tmp_path_factory.mktemp("keys") / "key.pem"
    path.write_bytes(rsa.generate(2048).export_key())
    return path


def test_each_claim_is_one_that_is_valid(sample_store: Store) -> None:
    data = exported(sample_store)
    assert len(found_in(data)) == 130
    assert exported(sample_store) == data


def test_a_trusty_one_holds_what_its_iri_says(sample_store: Store) -> None:
    for one in found_in(exported(sample_store, trusty=True)):
        assert artifact_code(one.iri.value)
        assert trusty_problem(one) == ""


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib", "ignore:ConjunctiveGraph")
def test_signed_ones_verify_here_and_by_the_library_of_others(
    sample_store: Store, key_file: Path, tmp_path: Path
) -> None:
    key = "manual:193f2f1c5bdd"
    made = found_in(exported(sample_store, papers=[key], key=key_file))
    assert all(trusty_problem(one) == "" and signature_problem(one) == "" for one in made)
    library = pytest.importorskip("nanopub", reason="the library of others")
    path = tmp_path / "one.trig"
    with path.open("wb") as stream:
        serialize(made[0].quads, stream, SYNTAXES["trig"])
    assert library.Nanopub(rdf=path).is_valid


@pytest.mark.parametrize("trusty", [False, True])
def test_claims_papers_and_origins_come_back(
    sample_store: Store, tmp_path: Path, trusty: bool
) -> None:
    path = tmp_path / "all.trig"
    path.write_bytes(exported(sample_store, trusty=trusty))
    claims = "SELECT ?claim ?p ?o WHERE { ?claim a <https://schema.org/Claim> ; ?p ?o }"
    with open_store(":memory:", "write") as other:
        report = cpgraph.load(other, path)
        assert not report.refused
        before = {tuple(map(str, row)) for row in sample_store.select(claims)}
        after = {tuple(map(str, row)) for row in other.select(claims)}
        assert before <= after
        assert {p for _, p, _ in after - before} == (
            {"<http://www.w3.org/ns/prov#wasDerivedFrom>"} if trusty else set()
        )


def test_own_ones_change_nothing_where_they_came_from(copied_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "all.trig"
    path.write_bytes(exported(copied_store))
    names = sorted(copied_store.graph_names(copied_store.iris.graph("")))
    before = {name: set(copied_store.graph(name)) for name in names}
    cpgraph.load(copied_store, path)
    assert {name: set(copied_store.graph(name)) for name in names} == before


def test_what_is_no_key_is_refused(sample_store: Store, key_file: Path, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.pem"
    wrong.write_text("nothing")
    with pytest.raises(ExportError, match="is no RSA key in PEM without a passphrase"):
        exported(sample_store, key=wrong)
    with pytest.raises(ExportError, match="cannot be read"):
        exported(sample_store, key=tmp_path / "gone.pem")
    with pytest.raises(ExportError, match="csv has no trusty URIs and signatures; use nanopub"):
        export_as(sample_store, io.BytesIO(), "csv", key=key_file)


def test_signing_without_its_library_says_how_to_get_it(
    sample_store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "Crypto.PublicKey", None)
    monkeypatch.delitem(sys.modules, "Crypto.PublicKey.RSA", raising=False)
    with pytest.raises(MissingLibraryError) as caught:
        exported(sample_store, key=tmp_path / "key.pem")
    assert str(caught.value) == "Crypto is not installed; pip install 'cpgraph[nanopub]'"
