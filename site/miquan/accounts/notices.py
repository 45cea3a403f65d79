"""What is told to a member of each change of their account's safety. `{data}` of the event fills the sentences."""

from dataclasses import dataclass
from typing import Any

from miquan.i18n import lazy

AFTER = lazy("如果不是你，馬上換密碼，並把其他瀏覽器登出：")


@dataclass(frozen=True)
class Notice:
    """Subject and sentence of a letter; `after` says what to do for who did not do this themselves."""

    subject: Any
    words: Any
    after: Any = AFTER


# Kind -> letter; None: it stands in the account's record only.
KINDS: dict[str, Notice | None] = {
    "password_changed": Notice(
        lazy("你的密碼剛剛換過了"),
        lazy("你的密碼剛剛換過了，其他登入中的瀏覽器都已登出。"),
        lazy("如果不是你換的，馬上用「忘了密碼」再換一次："),
    ),
    # The letter to the old address carries the link that stops it, so the change itself writes it.
    "email_change_asked": None,
    "email_change_stopped": None,
    "email_changed": Notice(
        lazy("你的信箱換好了"),
        lazy("你的帳號從現在起用%(new)s登入和收信，不再用%(old)s。"),
    ),
    "email_confirmed": None,
    "handle_changed": Notice(lazy("你的帳號改了名字"), lazy("你的帳號從@%(old)s改成@%(new)s，舊的網址會轉到新的。")),
    "totp_added": Notice(lazy("登入多了一道驗證"), lazy("以後登入除了密碼，還要驗證器App上的數字。")),
    "totp_removed": Notice(lazy("驗證器拿掉了"), lazy("以後登入不再要驗證器App上的數字。")),
    "passkey_added": Notice(lazy("多了一把通行密鑰"), lazy("你的帳號多了一把通行密鑰：%(name)s。")),
    "passkey_removed": Notice(lazy("拿掉了一把通行密鑰"), lazy("你的帳號拿掉了一把通行密鑰：%(name)s。")),
    "codes_made": Notice(lazy("新的備用碼"), lazy("你拿了一組新的備用碼，舊的都不能用了。")),
    # Only counted: after too many no code is taken for a while.
    "code_wrong": None,
    "code_used": Notice(lazy("有人用備用碼登入"), lazy("剛剛有人用一個備用碼登入你的帳號，還剩%(left)s個。")),
    "sessions_ended": Notice(lazy("登出了其他瀏覽器"), lazy("你的帳號在其他瀏覽器都登出了。")),
    "signed_in": None,
    "signed_in_new": Notice(lazy("有人從新的瀏覽器登入"), lazy("你的帳號剛剛從一個沒見過的瀏覽器登入。")),
    "suspended": Notice(
        lazy("你的帳號被停用了"),
        lazy("你的帳號被停用了，暫時不能登入。理由：%(reason)s"),
        lazy("覺得不對，在這裡告訴我們為什麼："),
    ),
    "reinstated": Notice(lazy("你的帳號可以用了"), lazy("你的帳號重新可以用了。"), lazy("從這裡登入：")),
    "signed_out": Notice(
        lazy("我們把你的帳號登出了"),
        lazy("為了安全，我們把你的帳號登出了。什麼都沒少，再登入一次就好。"),
        lazy("從這裡登入："),
    ),
    "leaving": Notice(
        lazy("你的帳號等著刪除"),
        lazy("你的帳號會在%(due)s刪除。在那之前登入，就能反悔。"),
        lazy("如果不是你，登入取消，再換一個密碼："),
    ),
    "export_ready": Notice(
        lazy("你的資料打包好了"),
        lazy("你要的那一份資料可以下載了，%(until)s以前都在。只有你登入以後才拿得到。"),
        lazy("如果不是你要的，馬上換密碼，並把其他瀏覽器登出。資料在這裡："),
    ),
    "returned": Notice(lazy("歡迎回來"), lazy("你的帳號留下來了，一切照舊。")),
}
