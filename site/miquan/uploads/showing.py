"""Files on their way in, as scripts and templates show them: a state, and words in the reader's language."""

from typing import Any

from miquan import urls
from miquan.i18n import _, lazy
from miquan.media.models import File
from miquan.media.words import words
from miquan.uploads.purposes import PURPOSES

# What is wrong with an upload; what is wrong with a file has its words in media.
PROBLEMS: dict[str, Any] = {
    "many": lazy("太多檔案還沒傳完，等它們好了再加"),
    "parts": lazy("這個檔案切得太碎了，一次多傳一點"),
}


def problem_words(reason: str, purpose: str) -> str:
    """Why a file was refused, in a sentence."""
    return str(PROBLEMS[reason]) if reason in PROBLEMS else words(reason, purpose)


def state_words(file: File) -> str:
    if file.state == "refused":
        return problem_words(file.problem, file.purpose)
    return _("還在整理") if file.state == "waiting" else _("好了")


def thumb(file: File, width: int = 320) -> str:
    """The address of a small picture; empty while there is none, and for what only its owner may see."""
    if file.kind != "image" or file.visibility != "public" or file.state != "ready":
        return ""
    return urls.picture(file.name, width)


def as_json(file: File) -> dict[str, Any]:
    """What a script needs to know of one of the reader's own files."""
    return {
        "id": file.id,
        "name": file.name,
        "state": file.state,
        "problem": file.problem,
        "words": state_words(file),
        "thumb": thumb(file),
        "width": file.width,
        "height": file.height,
    }


def limits(purpose: str, most: int) -> dict[str, Any]:
    """What a picker tells before anything is sent: how many, how large in bytes, which kinds a chooser offers."""
    found = PURPOSES[purpose]
    return {"most": most, "largest": found.largest, "accept": found.accept, "words": problem_words("big", purpose)}
