"""The headers of every answer: content security policy, sniffing, framing, referrer, caching."""

from flask import Flask, Response, g, request

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'self'"
)

SECURITY = {
    "Content-Security-Policy": CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=(), "
    "publickey-credentials-get=(self), publickey-credentials-create=(self)",
}


def init_app(app: Flask) -> None:
    settings = app.extensions["miquan"]
    fixed = dict(SECURITY)
    if settings.production:
        fixed["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"

    @app.after_request
    def protect(answer: Response) -> Response:
        for name, value in fixed.items():
            answer.headers.setdefault(name, value)
        _forbid_caching_of_personal(answer)
        return answer


def _forbid_caching_of_personal(answer: Response) -> None:
    """Only what a view declared public may be kept by anyone else than its reader."""
    is_personal = answer.status_code != 200 or "Set-Cookie" in answer.headers or not g.get("cacheable", False)
    if is_personal and request.endpoint != "static":
        answer.headers["Cache-Control"] = "private, no-store"
        answer.vary.add("Cookie")
