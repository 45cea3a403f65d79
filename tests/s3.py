"""A real server of the S3 API on this machine, in memory."""

import logging
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import boto3
from moto.server import ThreadedMotoServer


@contextmanager
def s3_server() -> Iterator[Callable[[], str]]:
    """Makes a new bucket at every call and returns its `S3_URL`."""
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    client = boto3.client(
        "s3",
        endpoint_url=f"http://{host}:{port}",
        aws_access_key_id="key",
        aws_secret_access_key="s/ecret",
        region_name="us-east-1",
    )

    def bucket() -> str:
        name = f"test-{uuid.uuid4().hex}"
        client.create_bucket(Bucket=name)
        return f"s3://key:s%2Fecret@{host}:{port}/{name}?region=us-east-1&tls=0"

    yield bucket
    server.stop()
