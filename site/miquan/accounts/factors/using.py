"""The running application's keepers of secrets."""

from typing import cast

from flask import current_app

from miquan.accounts.factors.codes import RecoveryCodes
from miquan.accounts.factors.totp import Authenticator


def authenticator() -> Authenticator:
    return cast(Authenticator, current_app.extensions["security"].totp_factory)


def recovery_codes() -> RecoveryCodes:
    return cast(RecoveryCodes, current_app.extensions["security"].mf_recovery_codes_util)
