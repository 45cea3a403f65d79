"""Second factors and passkeys: codes of an authenticator app, recovery codes, WebAuthn; on Flask-Security."""
