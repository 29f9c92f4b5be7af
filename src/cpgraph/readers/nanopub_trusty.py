"""Trusty URIs (module RA): whether what a nanopublication says is what its IRI was made of.

The artifact code in the IRI is a hash of the statements, in which it stands as a blank
(https://arxiv.org/abs/1401.5775, section 3). Signatures are over the same text without themselves.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from cpgraph.rdf import BlankNode, Literal, NamedNode, Quad
from cpgraph.readers.nanopub_parts import Nanopub
from cpgraph.terms import NPX

_CODE = re.compile(r"(?<![A-Za-z0-9_-])RA[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])")
_SIGNATURE, _KEY, _ALGORITHM = (
    NamedNode(f"{NPX}{name}") for name in ("hasSignature", "hasPublicKey", "hasAlgorithm")
)
BLANK = " "
"""What stands for the code while it is made."""


def artifact_code(iri: str) -> str | None:
    """The artifact code that an IRI ends with, or None.

    >>> artifact_code("http://example.org/np") is None
    True
    """
    codes = _CODE.findall(iri)
    return codes[-1] if codes and iri.rstrip("#/.").endswith(codes[-1]) else None


def trusty_problem(nanopub: Nanopub) -> str:
    """What is wrong with the trusty URI; empty where all is right, or there is none."""
    code = artifact_code(nanopub.iri.value)
    if code is None:
        return ""
    if any(isinstance(t, BlankNode) for q in nanopub.quads for t in (q.subject, q.object)):
        return "has blank nodes under a trusty URI, which allows none; get it again"
    made = code_of(nanopub.quads, code)
    if made != code:
        return (
            f"was changed since its trusty URI was made (its statements give {made}); get it again"
        )
    return ""


def code_of(quads: Iterable[Quad], code: str = BLANK) -> str:
    """The artifact code of statements in whose IRIs ``code`` stands for it."""
    digest = hashlib.sha256(normal_text(quads, code).encode("utf-8", "surrogatepass")).digest()
    return f"RA{base64.urlsafe_b64encode(digest).decode().rstrip('=')}"


def normal_text(quads: Iterable[Quad], code: str) -> str:
    """The statements as the text of which the hash is made."""
    rows = {_sortable(quad, code): _lines(quad, code) for quad in quads}
    return "".join(rows[key] for key in sorted(rows))


_Sortable = tuple[bytes, bytes, bytes, tuple[int, bytes, bytes, bytes]]


def _sortable(quad: Quad, code: str) -> _Sortable:
    parts = (_iri(part, code).encode() for part in (quad.graph_name, quad.subject, quad.predicate))
    graph, subject, predicate = parts
    value = quad.object
    if isinstance(value, Literal):
        datatype = b"" if value.language else value.datatype.value.encode()
        last = (1, value.value.encode(), datatype, (value.language or "").encode())
    else:
        last = (0, _iri(value, code).encode(), b"", b"")
    return graph, subject, predicate, last


def _lines(quad: Quad, code: str) -> str:
    parts = [_iri(part, code) for part in (quad.graph_name, quad.subject, quad.predicate)]
    value = quad.object
    if isinstance(value, Literal):
        kind = f"@{value.language.lower()}" if value.language else f"^{value.datatype.value}"
        text = value.value.replace("\\", "\\\\").replace("\n", "\\n")
        parts.append(f"{kind} {text}")
    else:
        parts.append(_iri(value, code))
    return "".join(f"{part}\n" for part in parts)


def _iri(term: object, code: str) -> str:
    return str(getattr(term, "value", "")).replace(code, BLANK)


def signature_problem(nanopub: Nanopub) -> str | None:
    """What is wrong with the signature of a nanopublication; None where it cannot be checked here.

    Empty where all is right, or there is none. Checking needs the library pycryptodome.
    """
    stated = {name: _texts(nanopub, name) for name in (_SIGNATURE, _KEY, _ALGORITHM)}
    if not stated[_SIGNATURE]:
        return ""
    if len(stated[_SIGNATURE]) > 1 or len(stated[_KEY]) != 1:
        return "needs one signature with one public key; get it again"
    crypto = _crypto()
    if crypto is None:
        return None
    signed = [quad for quad in nanopub.quads if quad.predicate != _SIGNATURE]
    text = normal_text(signed, artifact_code(nanopub.iri.value) or BLANK)
    algorithm = (stated[_ALGORITHM] or ["RSA"])[0].upper()
    fits = _verified(crypto, algorithm, stated[_KEY][0], stated[_SIGNATURE][0], text.encode())
    return "" if fits else "has a signature that is not of these statements; get it again"


def _texts(nanopub: Nanopub, predicate: NamedNode) -> list[str]:
    quads = (quad for quad in nanopub.of(nanopub.info) if quad.predicate == predicate)
    return [quad.object.value for quad in quads if isinstance(quad.object, Literal)]


def _crypto() -> dict[str, Any] | None:
    names = ("Hash.SHA256", "PublicKey.RSA", "PublicKey.DSA", "Signature.pkcs1_15", "Signature.DSS")
    try:
        return {name.partition(".")[2]: import_module(f"Crypto.{name}") for name in names}
    except ImportError:
        return None


def _verified(
    crypto: dict[str, Any], algorithm: str, key: str, signature: str, text: bytes
) -> bool:
    try:
        raw = base64.b64decode(signature)
        if algorithm == "DSA":
            public = crypto["DSA"].import_key(base64.b64decode(key))
            checker = crypto["DSS"].new(public, "fips-186-3", encoding="der")
            checker.verify(crypto["SHA256"].new(text), raw)
        else:
            public = crypto["RSA"].import_key(base64.b64decode(key))
            crypto["pkcs1_15"].new(public).verify(crypto["SHA256"].new(text), raw)
    except (ValueError, IndexError, TypeError):
        return False
    return True
