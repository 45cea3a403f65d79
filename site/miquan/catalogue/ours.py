"""Pictures of a file that lie here already: their owner gets the files themselves, not addresses of them."""

import re
from dataclasses import replace

from miquan.config import settings
from miquan.media.models import File
from miquan.products.draft import PictureDraft, ProductDraft

_PATH = re.compile(r"/media/[^/]{2}/(?P<name>[^/?#]{3,80})-\d{2,4}\.webp")


def with_own_files(draft: ProductDraft, owner: int) -> ProductDraft:
    """The draft with the owner's own files for addresses of our public pictures; others stay addresses."""
    named = {p.source_url: name for p in draft.pictures if not p.file_id and (name := _name(p.source_url))}
    if not named:
        return draft
    rows = File.select(File.name, File.id).where(
        File.name.in_(list(named.values())), File.owner == owner, File.purpose == "product"
    )
    ids = dict(rows.tuples())
    return replace(draft, pictures=tuple(_own(p, ids.get(named.get(p.source_url, ""))) for p in draft.pictures))


def _own(picture: PictureDraft, file_id: int | None) -> PictureDraft:
    return PictureDraft(file_id, "", picture.alt) if file_id else picture


def _name(address: str) -> str:
    base = settings().url
    found = _PATH.fullmatch(address[len(base) :]) if address.startswith(f"{base}/media/") else None
    return found["name"] if found else ""
