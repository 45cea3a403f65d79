"""Gets a Chromium and a CJK font: what is installed, else Debian's packages when root, else Playwright's download."""

import os
import shutil
import subprocess
import sys

# The shell has no windows and costs two thirds of a whole Chromium.
SHELL = "chromium-headless-shell"
NAMES = (SHELL, "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The path of an installed browser; None when there is only Playwright's own, or none."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def has_cjk_font() -> bool:
    try:
        listed = subprocess.run(
            ["fc-list", ":lang=zh-tw", "family"], capture_output=True, text=True, check=False
        ).stdout
    except FileNotFoundError:
        return False
    return bool(listed.strip())


def main() -> int:
    missing = [(SHELL, "chromium")] if not shutil.which(SHELL) else []
    missing += [("fonts-noto-cjk",)] if not has_cjk_font() else []
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        _apt("update")
        for packages in missing:
            # The second is for distributions that do not know the first.
            any(_apt("install", "-y", "--no-install-recommends", package, "fontconfig") for package in packages)
    if chromium() is None:
        return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode
    return 0


def _apt(*command: str) -> bool:
    env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return not subprocess.run(["apt-get", "-qq", *command], env=env, check=False, stdout=subprocess.DEVNULL).returncode


if __name__ == "__main__":
    raise SystemExit(main())
