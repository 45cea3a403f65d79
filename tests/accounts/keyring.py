"""A passkey made of software: it makes credentials and signs as a browser with an authenticator does."""

import base64
import hashlib
import json
import secrets
import struct
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from webauthn.helpers import encode_cbor

_PRESENT, _VERIFIED, _ATTESTED = 0x01, 0x04, 0x40


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Keyring:
    """One credential. `verifies`: it asks its holder for a finger or PIN."""

    def __init__(self, origin: str, rp: str = "localhost", *, verifies: bool = True, counts: bool = True) -> None:
        self.origin, self.rp, self.verifies, self.counts = origin, rp, verifies, counts
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.id = secrets.token_bytes(32)
        self.user = b""
        self.count = 0

    def _client(self, kind: str, challenge: str) -> bytes:
        told = {"type": f"webauthn.{kind}", "challenge": challenge, "origin": self.origin, "crossOrigin": False}
        return json.dumps(told).encode()

    def _data(self, flags: int) -> bytes:
        self.count += self.counts
        flags |= _PRESENT | (_VERIFIED if self.verifies else 0)
        return hashlib.sha256(self.rp.encode()).digest() + bytes([flags]) + struct.pack(">I", self.count)

    def _public(self) -> bytes:
        point = self.key.public_key().public_numbers()
        return bytes(
            encode_cbor({1: 2, 3: -7, -1: 1, -2: point.x.to_bytes(32, "big"), -3: point.y.to_bytes(32, "big")})
        )

    def made(self, options: dict[str, Any]) -> str:
        """The answer to `navigator.credentials.create`."""
        self.user = unb64(options["user"]["id"])
        attested = bytes(16) + struct.pack(">H", len(self.id)) + self.id + self._public()
        statement = {"fmt": "none", "attStmt": {}, "authData": self._data(_ATTESTED) + attested}
        response = {
            "clientDataJSON": b64(self._client("create", options["challenge"])),
            "attestationObject": b64(encode_cbor(statement)),
            "transports": ["internal"],
        }
        return self._answer(response, '{"credProps": {"rk": true}}')

    def signed(self, options: dict[str, Any], **changes: str) -> str:
        """The answer to `navigator.credentials.get`."""
        client, data = self._client("get", options["challenge"]), self._data(0)
        signature = self.key.sign(data + hashlib.sha256(client).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": b64(client),
            "authenticatorData": b64(data),
            "signature": b64(signature),
            "userHandle": b64(self.user),
        }
        return self._answer({**response, **changes}, "{}")

    def _answer(self, response: dict[str, Any], extensions: str) -> str:
        name = b64(self.id)
        told = {"id": name, "rawId": name, "type": "public-key", "response": response, "extensions": extensions}
        return json.dumps(told)
