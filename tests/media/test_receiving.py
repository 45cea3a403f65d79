"""From what a member brings to what everybody sees and only their own row knows, on both databases."""

import io
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageCms

from miquan.media import looking, originals, storage
from miquan.media.actions import receive, store_picture
from miquan.media.erasing import erase_files, renditions
from miquan.media.models import File, FileFact, FileKey, MediaUsage
from miquan.media.refusals import Refused
from miquan.outbox import Delivery, Event, EventRow
from miquan.outbox.worker import Worker
from tests.cast import Cast
from tests.media import making
from tests.media.making import exif, picture, striped, work


def bring(app: Any, owner: Any, data: bytes, purpose: str = "product", **more: Any) -> File:
    file = receive(io.BytesIO(data), owner=owner.id, purpose=purpose, **more)
    assert (file.state, file.width, file.phash) == ("waiting", None, "")
    work(app, "media")
    return File.get_by_id(file.id)


def shown(file: File, width: int = 320) -> Image.Image:
    return Image.open(io.BytesIO(storage.public().get(f"{file.name[:2]}/{file.name}-{width}.webp"))).convert("RGB")


def stored() -> set[str]:
    return {key for place in (storage.public(), storage.private()) for key, _at in place.keys("")}


def used(owner: Any) -> tuple[int, int]:
    row = MediaUsage.get_or_none(MediaUsage.member == owner.id)
    return (row.bytes, row.files) if row else (0, 0)


def near(image: Image.Image, at: tuple[float, float], colour: tuple[int, int, int]) -> bool:
    x, y = round(at[0] * (image.width - 1)), round(at[1] * (image.height - 1))
    found = image.getpixel((x, y))
    assert isinstance(found, tuple)
    return all(abs(a - b) < 40 for a, b in zip(found, colour, strict=True))


RED, GREEN, BLUE = (192, 32, 32), (32, 192, 32), (32, 32, 192)


def test_place_and_time_are_private_and_the_public_picture_knows_nothing(app: Any, cast: Cast) -> None:
    data = picture(
        "JPEG", striped((2000, 1500)), exif=exif(), xmp=b"<x:xmpmeta>secret GPS</x:xmpmeta>", comment=b"mine"
    )
    file = bring(app, cast.mei, data, filename="../../奈良\0.jpg")
    assert (file.state, file.width, file.height, file.kind, len(file.phash)) == ("ready", 2000, 1500, "image", 16)
    facts = FileFact.get(FileFact.file == file.id)
    assert facts.taken_at == datetime(2024, 5, 4, 9, 39, 9, tzinfo=UTC)
    assert (round(facts.latitude, 4), round(facts.longitude, 4)) == (35.0117, 135.7683)
    assert (facts.make, facts.model, facts.software, facts.implausible) == ("Apple", "iPhone 12", "17.1", [])
    assert facts.told["filename"] == "../../奈良.jpg"
    assert storage.private().get(file.original) == data
    for key in renditions(file.name):
        body = storage.public().get(key)
        assert body.startswith(b"RIFF")
        assert not any(
            word in body for word in (b"EXIF", b"Exif", b"XMP", b"GPS", b"secret", b"mine", b"ICCP", b"Apple")
        )
    assert [shown(file, w).width for w in (320, 640, 1280)] == [320, 640, 1280]
    assert EventRow.select().where(EventRow.name == Event.FILE_READY, EventRow.subject_id == file.id).count() == 1


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF"])
def test_every_format_stands_upright(app: Any, cast: Cast, form: str) -> None:
    file = bring(app, cast.mei, picture(form, striped((400, 300)), exif=exif(orientation=6)))
    assert (file.state, file.width, file.height) == ("ready", 300, 400)
    small = shown(file)
    # Orientation 6 is turned clockwise: what was the upper left is the upper right, the upper half the right one.
    assert near(small, (0.95, 0.05), GREEN)
    assert near(small, (0.95, 0.9), RED)
    assert near(small, (0.05, 0.5), BLUE)
    assert round(FileFact.get(FileFact.file == file.id).latitude, 3) == 35.012


def test_colours_of_unusual_pictures_are_right(app: Any, cast: Cast) -> None:
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    grey16 = Image.new("I;16", (64, 48), 32_896)
    clear = striped().convert("RGBA")
    clear.putalpha(128)
    moving = [striped(), striped().rotate(180)]
    cases = {
        "cmyk": (picture("JPEG", striped(mode="CMYK"), quality=95), RED),
        "palette": (picture("PNG", striped(mode="P")), RED),
        "grey of 16 bits": (picture("PNG", grey16), (128, 128, 128)),
        "with a profile": (picture("PNG", striped(), icc_profile=swapped), RED),
        "with a broken profile": (picture("PNG", striped(), icc_profile=b"no profile" * 20), RED),
        "half clear": (picture("PNG", clear), RED),
        "moving": (picture("GIF", moving[0], save_all=True, append_images=moving[1:]), RED),
        "moving webp": (picture("WEBP", moving[0], save_all=True, append_images=moving[1:], lossless=True), RED),
    }
    for name, (data, colour) in cases.items():
        file = bring(app, cast.mei, data)
        assert file.state == "ready", name
        assert near(shown(file), (0.8, 0.3), colour), (name, shown(file).getpixel((51, 14)))


def test_near_equal_pictures_have_near_equal_hashes(app: Any, cast: Cast) -> None:
    noisy = Image.effect_noise((256, 256), 80).resize((640, 480)).convert("RGB")
    other = noisy.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    first, second, third = (
        int(bring(app, cast.mei, picture("JPEG", image, quality=q)).phash, 16)
        for image, q in ((noisy, 95), (noisy.resize((320, 240)), 60), (other, 95))
    )
    assert (first ^ second).bit_count() <= 6
    assert (first ^ third).bit_count() >= 16


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (picture()[:-400], "broken"),
        (picture("PNG", Image.effect_noise((300, 300), 90))[:20_000], "broken"),
        (picture("WEBP")[:40], "broken"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200), "broken"),
        (picture("AVIF")[:300], "broken"),
        (making.text_bomb(), "broken"),
    ],
)
def test_what_cannot_be_decoded_is_refused_and_leaves_nothing(app: Any, cast: Cast, data: bytes, reason: str) -> None:
    file = bring(app, cast.mei, data)
    assert (file.state, file.problem, file.original) == ("refused", reason, "")
    assert (used(cast.mei), stored()) == ((0, 0), set())
    assert not FileFact.select().exists()
    assert EventRow.select().where(EventRow.name == Event.FILE_REFUSED, EventRow.subject_id == file.id).count() == 1
    assert not Delivery.select().where(Delivery.lane == "media", Delivery.done_at.is_null()).exists()
    erase_files([file.id])
    assert used(cast.mei) == (0, 0)


@pytest.mark.parametrize(
    ("data", "purpose", "reason"),
    [
        (b"", "product", "empty"),
        (making.png_bomb(), "product", "pixels"),
        (making.with_zip(picture()), "avatar", "mixed"),
        (b"<svg/>", "product", "format"),
        (making.film(), "product", "kind"),
        (making.document(), "banner", "kind"),
        (picture(), "export", "big"),
        (picture() + bytes(15 * 1024 * 1024), "product", "big"),
        (making.document() + bytes(20 * 1024 * 1024), "paper", "big"),
    ],
)  # fmt: skip
def test_what_is_refused_at_the_door_is_never_stored(
    app: Any, cast: Cast, data: bytes, purpose: str, reason: str
) -> None:
    with pytest.raises(Refused) as caught:
        receive(data, owner=cast.mei.id, purpose=purpose)
    assert caught.value.reason == reason
    assert (used(cast.mei), stored(), File.select().count()) == ((0, 0), set(), 0)


def test_the_same_receipt_is_one_file(app: Any, cast: Cast, tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(picture())
    first = receive(tmp_path / "a.jpg", owner=cast.mei.id, purpose="product", receipt="r1")
    again = receive(tmp_path / "a.jpg", owner=cast.mei.id, purpose="product", receipt="r1")
    other = receive(tmp_path / "a.jpg", owner=cast.tang.id, purpose="product", receipt="r1")
    assert (first.id == again.id, first.id == other.id) == (True, False)
    assert used(cast.mei) == (first.bytes, 1)
    assert len(stored()) == 2


def test_films_and_documents_are_kept_and_read_but_not_shown(app: Any, cast: Cast) -> None:
    film = bring(app, cast.mei, making.film(), "proof")
    facts = FileFact.get(FileFact.file == film.id)
    assert (film.state, film.kind, film.visibility, film.mime) == ("ready", "video", "private", "video/quicktime")
    assert (facts.latitude, facts.longitude) == (35.0117, 135.7683)
    assert facts.taken_at == datetime(2024, 5, 1, 10, 40, tzinfo=UTC)
    paper = bring(app, cast.mei, making.document(), "paper")
    facts = FileFact.get(FileFact.file == paper.id)
    assert (paper.state, paper.kind, paper.sealed, facts.software) == ("ready", "document", True, "Scanner 3")
    assert facts.taken_at == datetime(2024, 1, 1, 18, 4, 5, tzinfo=UTC)
    assert originals.original_bytes(paper) == making.document()
    assert b"PDF" not in storage.private().get(paper.original)
    passport = bring(app, cast.mei, picture(exif=exif()), "paper")
    assert (passport.state, passport.width, passport.sealed) == ("ready", 64, True)
    assert FileKey.select().count() == 2
    assert not list(storage.public().keys(""))


def test_a_quota_is_exact_and_given_back(app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    data = picture()
    small = app.extensions["miquan"].__class__(**{**vars(app.extensions["miquan"]), "quota_bytes": len(data) * 2, "quota_files": 3})  # fmt: skip
    monkeypatch.setitem(app.extensions, "miquan", small)
    first, second = (receive(data, owner=cast.mei.id, purpose="product") for _ in range(2))
    with pytest.raises(Refused) as caught:
        receive(data, owner=cast.mei.id, purpose="product")
    assert caught.value.reason == "space"
    erase_files([second.id, second.id])
    assert used(cast.mei) == (first.bytes, 1)
    assert receive(data, owner=cast.mei.id, purpose="product").state == "waiting"
    monkeypatch.setitem(
        app.extensions, "miquan", small.__class__(**{**vars(small), "quota_files": 2, "quota_bytes": 10**9})
    )
    with pytest.raises(Refused) as caught:
        receive(data, owner=cast.mei.id, purpose="product")
    assert caught.value.reason == "count"


def test_again_and_after_a_kill_in_the_middle_it_is_the_same(
    app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(*_: Any) -> None:
        raise SystemExit

    file = receive(picture(), owner=cast.mei.id, purpose="product")
    with monkeypatch.context() as patch:
        patch.setattr(looking, "_made_ready", killed)
        with pytest.raises(SystemExit):
            looking.look_at(file.id)
    half = stored()
    assert len(half) == 4
    assert File.get_by_id(file.id).state == "waiting"
    for _again in range(2):
        looking.look_at(file.id)
    assert (File.get_by_id(file.id).state, stored(), FileFact.select().count()) == ("ready", half, 1)
    assert used(cast.mei) == (file.bytes, 1)


def test_what_is_erased_while_it_is_looked_at_leaves_nothing(
    app: Any, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = looking._looked

    def slow(file: File) -> Any:
        found = real(file)
        erase_files([file.id])
        work(app, "media")
        return found

    file = receive(picture(), owner=cast.mei.id, purpose="product")
    monkeypatch.setattr(looking, "_looked", slow)
    assert looking.look_at(file.id) is None
    assert (stored(), used(cast.mei)) == (set(), (0, 0))


def test_nothing_waits_for_ever(app: Any, cast: Cast) -> None:
    file = receive(picture(), owner=cast.mei.id, purpose="product")
    Delivery.update(set_aside_at=datetime.now(UTC)).where(Delivery.lane == "media").execute()
    timer = Delivery.get(Delivery.subscriber == "media.give_up")
    assert timer.due_at > datetime.now(UTC)
    work(app)
    assert File.get_by_id(file.id).state == "waiting"
    Delivery.update(due_at=datetime(2024, 1, 1, tzinfo=UTC)).where(Delivery.id == timer.id).execute()
    work(app, "default")
    file = File.get_by_id(file.id)
    assert (file.state, file.problem, used(cast.mei), stored()) == ("refused", "slow", (0, 0), set())


def test_several_are_looked_at_beside_each_other(app: Any, cast: Cast) -> None:
    for _number in range(3):
        receive(picture(), owner=cast.mei.id, purpose="product")
    assert Worker(app).step("media") == 1, "one thread leaves the rest for the other"


def test_a_picture_at_once_for_those_who_need_no_page(app: Any, cast: Cast) -> None:
    assert store_picture(picture(), owner=None).state == "ready"
    with pytest.raises(Refused):
        store_picture(picture()[:-400], owner=cast.mei.id)
    assert not MediaUsage.select().where(MediaUsage.bytes > 0).exists()
