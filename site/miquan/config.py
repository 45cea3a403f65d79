"""Settings: read from the environment once, at start, and frozen.

The README's table of settings is compared with `SETTINGS` by a test.
"""

import base64
import binascii
import contextlib
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from flask import current_app

from miquan import paths

# name in the environment -> default as the README prints it
SETTINGS: dict[str, str] = {
    "PORT": "8000",
    "MIQUAN_HOST": "127.0.0.1",
    "MIQUAN_DATA": "var",
    "MIQUAN_URL": "http://127.0.0.1:8000",
    "MIQUAN_DEMO": "0",
    "MIQUAN_THREADS": "8",
    "MIQUAN_FETCH_PICTURES": "0",
    "MIQUAN_OPENING": "open",
    "MIQUAN_QUOTA_MB": "2048",
    "MIQUAN_QUOTA_FILES": "5000",
    "DATABASE_URL": "",
    "SMTP_URL": "",
    "REDIS_URL": "",
    "S3_URL": "",
    "MIQUAN_MASTER_KEYS": "",
}


@dataclass(frozen=True)
class Settings:
    """What an operator may choose. `data` holds database, media, mail and keys of this installation."""

    host: str
    port: int
    data: Path
    url: str
    demo: bool
    threads: int
    fetch_pictures: bool
    quota_bytes: int
    quota_files: int
    database_url: str
    smtp_url: str
    redis_url: str
    search_index: Path
    secret_key: str = field(repr=False)
    # Keys from before: they still open what they once closed.
    old_keys: tuple[str, ...] = field(default=(), repr=False)
    s3_url: str = field(default="", repr=False)
    master_keys: tuple[tuple[str, bytes], ...] = field(default=(), repr=False)
    # "review": an operator looks at a storefront before others see it.
    opening: str = "open"
    testing: bool = False

    @property
    def production(self) -> bool:
        """Served over https: cookies are Secure, logs are JSON, errors hide their cause."""
        return self.url.startswith("https://")

    @property
    def keys(self) -> tuple[str, ...]:
        """The installation's keys, the one in use first, the one it began with last."""
        return (self.secret_key, *self.old_keys)

    @property
    def media(self) -> Path:
        return self.data / "media"


def from_environment(environ: Mapping[str, str] | None = None, *, testing: bool = False) -> Settings:
    """Read the settings; creates the data folder (0700) and its secret key (0600) when they are missing."""
    env = {**SETTINGS, **{k: v for k, v in (os.environ if environ is None else environ).items() if k in SETTINGS and v}}
    data = (paths.ROOT / env["MIQUAN_DATA"]).resolve()
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    secret_key, *old_keys = _secret_keys(data / "secret.key")
    own_place = data != (paths.ROOT / SETTINGS["MIQUAN_DATA"]).resolve()
    url = env["MIQUAN_URL"] if env["MIQUAN_URL"] != SETTINGS["MIQUAN_URL"] else f"http://127.0.0.1:{env['PORT']}"
    return Settings(
        host=env["MIQUAN_HOST"],
        port=int(env["PORT"]),
        data=data,
        url=url.rstrip("/"),
        demo=env["MIQUAN_DEMO"] == "1",
        threads=int(env["MIQUAN_THREADS"]),
        fetch_pictures=env["MIQUAN_FETCH_PICTURES"] == "1",
        quota_bytes=int(env["MIQUAN_QUOTA_MB"]) * 1024 * 1024,
        quota_files=int(env["MIQUAN_QUOTA_FILES"]),
        database_url=env["DATABASE_URL"] or f"sqlite:///{data / 'miquan.db'}",
        smtp_url=env["SMTP_URL"],
        redis_url=env["REDIS_URL"],
        search_index=data / "search_index" if own_place else paths.SEARCH_INDEX,
        secret_key=secret_key,
        old_keys=tuple(old_keys),
        s3_url=env["S3_URL"],
        master_keys=_master_keys(env["MIQUAN_MASTER_KEYS"]),
        opening=_one_of(env, "MIQUAN_OPENING", ("open", "review")),
        testing=testing,
    )


def _one_of(env: Mapping[str, str], name: str, choices: tuple[str, ...]) -> str:
    if env[name] not in choices:
        raise ValueError(f"{name} is one of {', '.join(choices)}")
    return env[name]


def _secret_keys(path: Path) -> list[str]:
    """The installation's keys, one a line, the one in use first. Written to a side file and linked, so that two first starts agree on one key."""
    if not path.exists():
        side = path.with_name(f"{path.name}.{os.getpid()}")
        side.touch(mode=0o600)
        side.write_text(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(side, path)
        side.unlink()
    return path.read_text().split()


def _master_keys(told: str) -> tuple[tuple[str, bytes], ...]:
    """`id:base64,id:base64`, the present one first. Raises ValueError, without the key in its words."""
    keys = []
    for pair in filter(None, (part.strip() for part in told.split(","))):
        name, _colon, value = pair.partition(":")
        try:
            key = base64.b64decode(value, validate=True)
        except binascii.Error:
            key = b""
        if len(key) != 32 or not re.fullmatch(r"[A-Za-z0-9._-]{1,32}", name):
            raise ValueError("MIQUAN_MASTER_KEYS holds id:key pairs, each key 32 bytes in base64")
        keys.append((name, key))
    if len({name for name, _key in keys}) != len(keys):
        raise ValueError("MIQUAN_MASTER_KEYS names a key twice")
    return tuple(keys)


def settings() -> Settings:
    """The settings of the running application."""
    found: Settings = current_app.extensions["miquan"]
    return found
