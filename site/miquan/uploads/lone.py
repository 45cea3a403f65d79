"""A form that has one picture: the one it has, or one brought since, by a plain input or by a script."""

from dataclasses import dataclass
from typing import Any

from werkzeug.datastructures import FileStorage

from miquan.media.models import File
from miquan.media.shown import Picture, shown_to_owner
from miquan.text import is_number
from miquan.uploads import rules, showing
from miquan.uploads.queries import own_files
from miquan.uploads.receiving import receive_sent


@dataclass(frozen=True)
class Lone:
    """`upload` is the plain input, `told` the field with the id of the file, `gone` the tick that takes it away.

    `held` is the file that was chosen last.
    """

    purpose: str
    owner: int
    nonce: str
    upload: Any
    told: Any
    gone: Any
    held: int | None

    def take_in(self) -> str:
        """Receive what the plain input brought; the form names it from then on. Returns what is wrong with the picture.

        A picture that is refused leaves the one there is in its place.
        """
        sent, self.upload.data = self.upload.data, None
        mine = str(self.held or "")
        if not self.told.raw_data:
            # WTForms would go back to what the form was filled from.
            self.told.data, self.gone.data = "", True
        elif not self.told.data:
            self.told.data = mine
        if isinstance(sent, FileStorage) and sent.filename:
            try:
                file = receive_sent(sent, owner=self.owner, purpose=self.purpose, nonce=self.nonce)
            except rules.Refused as error:
                return showing.problem_words(error.reason, self.purpose)
            self.told.data, self.gone.data = str(file.id), False
        found = self._named()
        if found is None or found.state != "refused" or self.gone.data:
            return ""
        self.told.data = mine
        return showing.problem_words(found.problem, self.purpose)

    def _named(self) -> File | None:
        """The member's own picture that the form names; anybody else's is none."""
        told = self.told.data or ""
        return own_files(self.owner, [int(told)], self.purpose).get(int(told)) if is_number(told, 9) else None

    @property
    def chosen(self) -> int | None:
        """The id of the picture there will be."""
        if self.gone.data:
            return None
        found = self._named()
        return int(found.id) if found else self.held

    @property
    def shown(self) -> Picture | None:
        found = self._named()
        return shown_to_owner(found) if found else None
