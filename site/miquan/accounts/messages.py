"""Flask-Security's messages in our own words."""

from miquan.i18n import lazy

MESSAGES = {
    "GENERIC_AUTHN_FAILED": (lazy("電子郵件或密碼不對，再試一次"), "error"),
    "GENERIC_RECOVERY": (lazy("如果這個信箱有帳號，信已經寄出了"), "info"),
    "UNAUTHORIZED": (lazy("你沒有權限看這一頁"), "error"),
    "UNAUTHENTICATED": (lazy("先登入才能繼續"), "error"),
    "EMAIL_ALREADY_ASSOCIATED": (lazy("這個信箱已經有帳號了，直接登入就好"), "error"),
    "EMAIL_NOT_PROVIDED": (lazy("填上你的電子郵件"), "error"),
    "INVALID_EMAIL_ADDRESS": (lazy("這不像一個電子郵件地址"), "error"),
    "PASSWORD_NOT_PROVIDED": (lazy("填上密碼"), "error"),
    "PASSWORD_INVALID_LENGTH": (lazy("密碼至少要%(length)s個字，15個以上更好"), "error"),
    "PASSWORD_TOO_SIMPLE": (lazy("這個密碼太好猜了"), "error"),
    "PASSWORD_RESET": (lazy("密碼換好了，用新密碼登入"), "success"),
    "PASSWORD_RESET_REQUEST": (lazy("如果這個信箱有帳號，信已經寄出了"), "info"),
    "PASSWORD_RESET_EXPIRED": (lazy("這個連結過期了，再要一次新的"), "error"),
    "INVALID_RESET_PASSWORD_TOKEN": (lazy("這個連結不能用了，再要一次新的"), "error"),
    "PASSWORD_RESET_NO_LOGIN": (lazy("密碼換好了，用新密碼登入"), "success"),
    "RETYPE_PASSWORD_MISMATCH": (lazy("兩次輸入的密碼不一樣"), "error"),
    "INVALID_REDIRECT": (lazy("不能轉到站外的地址"), "error"),
    "ALREADY_AUTHENTICATED": (lazy("你已經登入了"), "info"),
    "LOGIN": (lazy("先登入才能繼續"), "info"),
    "DISABLED_ACCOUNT": (lazy("電子郵件或密碼不對，再試一次"), "error"),
    "REFRESH": (lazy("請再登入一次"), "info"),
}
