"""Recovery codes: made by Flask-Security, encrypted at rest, each good once."""

import hmac
from typing import Any

from flask_security.recovery_codes import MfRecoveryCodesUtil

from miquan.accounts.factors import actions


class RecoveryCodes(MfRecoveryCodesUtil):  # type: ignore[misc]
    """Flask-Security's, whose code is checked and spent in one step."""

    def spend(self, member_id: int, code: str) -> bool:
        """Use a code up. False when it is not the member's, or not any more."""
        return bool(code) and actions.spend_code(member_id, lambda closed: self._opens(closed, code))

    def _opens(self, closed: str, code: str) -> bool:
        (opened,) = self._decrypt_codes([closed]) or ("",)
        return hmac.compare_digest(opened.encode(), code.encode())

    def delete_recovery_code(self, user: Any, code: str) -> bool:
        """The form has spent it already."""
        return True
