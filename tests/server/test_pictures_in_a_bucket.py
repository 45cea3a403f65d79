"""Public pictures that lie in a bucket are served from here all the same, and a slow bucket holds up nothing else."""

import socket
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from miquan.media.storage import Bucket
from miquan.media.storage.bucket import store_at
from tests.s3 import s3_server
from tests.server.small import running

NAME = "/media/ab/jar-480.webp"


def test_a_picture_comes_out_of_the_bucket_once(tmp_path: Path) -> None:
    with s3_server() as new_bucket:
        url = new_bucket()
        bucket = Bucket(store_at(url, "public"), copies=tmp_path / "media" / "cache")
        bucket.put("ab/jar-480.webp", b"RIFF....WEBPVP8 ")
        Bucket(store_at(url, "private")).put("ab/passport.webp", b"secret")
        with running(tmp_path, S3_URL=url) as site:
            with ThreadPoolExecutor(8) as pool:
                answers = list(pool.map(lambda _n: site.ask(NAME), range(16)))
            assert {(answer.status, body) for answer, body in answers} == {(200, b"RIFF....WEBPVP8 ")}
            etag = answers[0][0].headers["ETag"]
            assert site.ask(NAME, If_None_Match=etag)[0].status == 304
            for path in ("/media/ab/passport.webp", "/media/ab/none-480.webp", "/media/../private/ab/passport.webp"):
                answer, body = site.ask(path)
                assert (answer.status, b"secret" in body) == (404, False)
                assert "no-store" in answer.headers["Cache-Control"]
            bucket.delete("ab/jar-480.webp")
            assert site.ask(NAME)[0].status == 404


def test_a_bucket_that_does_not_answer_holds_up_nothing_else(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        url = f"s3://key:secret@127.0.0.1:{mute.getsockname()[1]}/bucket?tls=0"
        with running(tmp_path, S3_URL=url) as site, ThreadPoolExecutor(24) as pool:
            asked = [pool.submit(site.ask, f"/media/ab/x{n}.webp") for n in range(20)]
            time.sleep(0.3)
            began = time.monotonic()
            assert site.ask("/en/plain")[0].status == 200
            assert time.monotonic() - began < 1.0
            assert not any(one.done() for one in asked)
            # The bucket goes away: each hears that it should come again.
            mute.close()
            assert {one.result()[0].status for one in asked} == {503}
