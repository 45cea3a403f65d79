"""What serves pages does not carry the recommender's mathematics."""

import subprocess
import sys


def test_the_application_starts_without_scipy() -> None:
    told = "import sys, miquan.factory, miquan.commands.recommend; sys.exit('scipy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", told], check=False).returncode == 0
