"""How is a badge signed, and how is the signature checked? W3C Data Integrity, cryptosuite eddsa-rdfc-2022.

The statements of a document are put in one canonical form (RDFC-1.0), hashed, and signed with Ed25519. So the
signature holds however the JSON is laid out, and breaks when a statement changes.
Source: https://www.w3.org/TR/vc-di-eddsa/
"""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

Json = dict[str, Any]

CREDENTIALS: Final = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES: Final = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
SUITE: Final = "eddsa-rdfc-2022"
PROOF: Final = "DataIntegrityProof"
PURPOSE: Final = "assertionMethod"
_EACH_PROOF: Final = {"type": PROOF, "cryptosuite": SUITE, "proofPurpose": PURPOSE}
_FILES: Final = {CREDENTIALS: "credentials-v2.json", OPEN_BADGES: "open-badges-3.0.3.json"}
_ALPHABET: Final = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz"
_ED25519: Final = b"\xed\x01"


class UnknownContextError(ValueError):
    """A document speaks of words that Vakwerk does not carry; nothing is fetched."""


class LostWordError(ValueError):
    """A document says something that its canonical form leaves out, so that no signature covers it."""


def sign(document: Json, *, key: Ed25519PrivateKey, method: str, created: str) -> Json:
    """Return the document with a proof. ``method``: the address of the public key; ``created``: in ISO 8601.

    The proof stands in a set of one, as Open Badges writes it in JSON; only as JSON-LD may the set be left out.
    """
    proof: Json = {
        "type": PROOF,
        "created": created,
        "verificationMethod": method,
        "cryptosuite": SUITE,
        "proofPurpose": PURPOSE,
    }
    signature = key.sign(_to_sign(document, proof))
    return {**document, "proof": [{**proof, "proofValue": "z" + base58(signature)}]}


def is_signed(document: Mapping[str, Any], *, public_key: str) -> bool:
    """Tell whether each proof of a document was made over just this, with this key (a Multikey).

    Nothing in the document may be left out of what was signed, as words are that no context explains.
    """
    found = document.get("proof")
    # The first badges hold their proof on its own, which is as good.
    proofs = found if isinstance(found, list) else [found]
    bare = {name: part for name, part in document.items() if name != "proof"}
    return bool(proofs) and all(_proves(proof, bare, public_key) for proof in proofs)


def _proves(proof: Any, bare: Json, public_key: str) -> bool:
    """Tell whether a proof was made over a document without its proofs, with this key."""
    if not isinstance(proof, dict) or any(proof.get(name) != value for name, value in _EACH_PROOF.items()):
        return False
    value = proof.get("proofValue")
    if not isinstance(value, str) or not value.startswith("z"):
        return False
    if not isinstance(proof.get("verificationMethod"), str):
        return False
    from pyld import jsonld  # noqa: PLC0415 - heavy, and few requests need it

    config = {name: part for name, part in proof.items() if name != "proofValue"}
    try:
        key = Ed25519PublicKey.from_public_bytes(_unbase58(public_key[1:])[len(_ED25519) :])
        key.verify(_unbase58(value[1:]), _to_sign(bare, config))
        _refuse_lost_words(bare)
        _refuse_lost_words({"@context": bare.get("@context"), **config})
    # Whatever a stranger's file makes a library stumble over, it is no signed badge.
    except (InvalidSignature, ValueError, TypeError, AttributeError, KeyError, RecursionError):
        return False
    except jsonld.JsonLdError:
        return False
    return True


def _refuse_lost_words(document: Json) -> None:
    """Refuse a document of which the canonical form leaves something out, as safe verifiers do.

    :raises LostWordError: for a name that no context explains, or an address that leads nowhere by itself.
    """
    from pyld import jsonld  # noqa: PLC0415 - heavy, and few requests need it

    def lost(name: str | None) -> None:
        raise LostWordError(name)

    _refuse_relative(jsonld.expand(document, {"documentLoader": _context}, on_property_dropped=lost))


def _refuse_relative(part: Any) -> None:
    if isinstance(part, list):
        for one in part:
            _refuse_relative(one)
    elif isinstance(part, dict):
        types = part.get("@type", [])
        for address in (part.get("@id", "_:"), *(types if isinstance(types, list) else [types])):
            if not isinstance(address, str) or ":" not in address:
                raise LostWordError(address)
        for one in part.values():
            _refuse_relative(one)


def multikey(key: Ed25519PublicKey) -> str:
    """Return a public key as a Multikey: base58 with a head that says Ed25519."""
    return "z" + base58(_ED25519 + key.public_bytes_raw())


def _to_sign(document: Json, proof: Json) -> bytes:
    config = {"@context": document.get("@context"), **proof}
    return _hash(config) + _hash(document)


def _hash(document: Json) -> bytes:
    from pyld import jsonld  # noqa: PLC0415 - heavy, and few requests need it

    canonical = jsonld.normalize(
        document,
        {"algorithm": "URDNA2015", "format": "application/n-quads", "documentLoader": _context},
    )
    return hashlib.sha256(canonical.encode()).digest()


def _context(url: str, _options: Any = None) -> Json:
    """Give a context from the package; a network is never asked."""
    if url not in _FILES:
        raise UnknownContextError(url)
    return {
        "contextUrl": None,
        "documentUrl": url,
        "contentType": "application/ld+json",
        "document": _read(_FILES[url]),
    }


@cache
def _read(name: str) -> Json:
    return dict(json.loads(files("vakwerk.craft.badges").joinpath("contexts", name).read_text("utf-8")))


def base58(content: bytes) -> str:
    """Return bytes in base58 as Bitcoin writes it, which multibase calls z."""
    number, text = int.from_bytes(content), ""
    while number:
        number, rest = divmod(number, 58)
        text = _ALPHABET[rest] + text
    return "1" * (len(content) - len(content.lstrip(b"\0"))) + text


def _unbase58(text: str) -> bytes:
    number = 0
    for letter in text:
        number = number * 58 + _ALPHABET.index(letter)
    zeros = len(text) - len(text.lstrip("1"))
    return b"\0" * zeros + number.to_bytes((number.bit_length() + 7) // 8)
