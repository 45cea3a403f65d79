from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.server.small import Running, running, write_static


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder: Path = tmp_path_factory.mktemp("site")
    public = folder / "data" / "media" / "public"
    (public / "ab").mkdir(parents=True)
    (public / "ab" / "jar-480.webp").write_bytes(b"RIFF....WEBPVP8 ")
    (public / "notes.txt").write_text("not a picture")
    private = folder / "data" / "media" / "private"
    private.mkdir()
    (private / "passport.webp").write_bytes(b"secret")
    (public / "link.webp").symlink_to(private / "passport.webp")
    (public / "out").symlink_to(private)
    with running(folder / "data", static=write_static(folder / "static")) as found:
        yield found
