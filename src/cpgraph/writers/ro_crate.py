"""The metadata of an RO-Crate 1.1 (w3id.org/ro/crate/1.1): what is in a folder, and what made it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cpgraph.version import __version__

METADATA = "ro-crate-metadata.json"
_VERSION = "https://w3id.org/ro/crate/1.1"
_SPARQL = "https://www.w3.org/TR/sparql11-query/"
Entity = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class About:
    """What a crate is.

    :param made: when, as an ISO 8601 date or time.
    :param command: what makes it again.
    :param license: the IRI of a licence; None says that none is stated.
    :param inputs: names of the files that the others were made from.
    :param citations: entities of works that it cites.
    """

    name: str
    description: str
    made: str
    command: str
    license: str | None = None
    inputs: Sequence[str] = ()
    citations: Sequence[Entity] = ()


@dataclass(frozen=True, slots=True)
class File:
    """A file of a crate: its path below the root, what is in it, its media type and size in bytes."""

    name: str
    description: str
    media_type: str
    size: int


def metadata(about: About, files: Sequence[File]) -> bytes:
    """The content of ``ro-crate-metadata.json``."""
    graph = list(_entities(about, files))
    said = {"@context": f"{_VERSION}/context", "@graph": graph}
    return (json.dumps(said, indent=2, ensure_ascii=False) + "\n").encode()


def _entities(about: About, files: Sequence[File]) -> Iterator[Entity]:
    yield {
        "@id": METADATA,
        "@type": "CreativeWork",
        "conformsTo": {"@id": _VERSION},
        "about": {"@id": "./"},
    }
    yield {
        "@id": "./",
        "@type": "Dataset",
        "name": about.name,
        "description": about.description,
        "datePublished": about.made,
        "license": {"@id": about.license or "#no-license"},
        "hasPart": [{"@id": file.name} for file in files],
        "mentions": {"@id": "#making"},
        **(
            {"citation": [{"@id": one["@id"]} for one in about.citations]}
            if about.citations
            else {}
        ),
    }
    yield _license(about.license)
    yield from map(_file, files)
    yield {
        "@id": "#making",
        "@type": "CreateAction",
        "name": about.command,
        "endTime": about.made,
        "instrument": {"@id": "#cpgraph"},
        "object": [{"@id": name} for name in about.inputs],
        "result": [{"@id": file.name} for file in files if file.name not in about.inputs],
    }
    yield {
        "@id": "#cpgraph",
        "@type": "SoftwareApplication",
        "name": "cpgraph",
        "version": __version__,
    }
    if any(map(_is_query, files)):
        yield {"@id": _SPARQL, "@type": "ComputerLanguage", "name": "SPARQL 1.1"}
    yield from about.citations


def _license(iri: str | None) -> Entity:
    said = "No licence is stated. Whoever publishes this states one."
    work = {"@type": "CreativeWork", "name": iri or "No licence", "description": said}
    return {"@id": iri, **work, "description": iri} if iri else {"@id": "#no-license", **work}


def _file(file: File) -> Entity:
    described = {
        "name": file.name.rpartition("/")[2],
        "description": file.description,
        "encodingFormat": file.media_type,
        "contentSize": str(file.size),
    }
    if _is_query(file):
        language = {"programmingLanguage": {"@id": _SPARQL}}
        return {"@id": file.name, "@type": ["File", "SoftwareSourceCode"], **described, **language}
    return {"@id": file.name, "@type": "File", **described}


def _is_query(file: File) -> bool:
    return file.name.endswith(".rq")
