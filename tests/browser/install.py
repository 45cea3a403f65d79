"""Gets a Chromium and a CJK font: what is installed, else Debian's packages when root, else Playwright's download."""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


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
    missing = [
        package for package, there in (("chromium", chromium()), ("fonts-noto-cjk", has_cjk_font())) if not there
    ]
    if not missing:
        return 0
    if os.geteuid() == 0 and shutil.which("apt-get"):
        env = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        subprocess.run(["apt-get", "update", "-qq"], env=env, check=False)
        command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing, "fontconfig"]
        subprocess.run(command, env=env, check=False, stdout=subprocess.DEVNULL)
    if chromium() is None:
        return subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=False).returncode
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
