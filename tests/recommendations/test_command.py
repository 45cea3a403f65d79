"""`flask recommend evaluate`, started as an operator does, where no database can be reached."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from miquan.commands.recommend import group
from tests.lint.finding import ROOT
from tests.recommendations.worlds import world


def folder(path: Path) -> Path:
    dataset = world(members=40)
    pairs = zip(dataset.members.tolist(), dataset.items.tolist(), strict=True)
    (path / "small.train.rating").write_text("".join(f"{member}\t{item}\t1\n" for member, item in pairs))
    held = (" ".join(map(str, [member, *sorted(items)])) for member, items in dataset.held.items())
    (path / "small.test.rating").write_text("\n".join(held))
    return path


def test_it_prints_the_figures_without_a_database(tmp_path: Path) -> None:
    environment = {**os.environ, "DATABASE_URL": "postgresql://nobody@127.0.0.1:1/none", "MIQUAN_DATA": str(tmp_path)}
    command = [sys.executable, "-m", "flask", "recommend", "evaluate", "--dataset", str(folder(tmp_path))]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    lines = dict(line.split(" ") for line in done.stdout.splitlines())
    assert list(lines)[:4] == ["P@10", "R@10", "NDCG@10", "coverage"]
    assert "seconds" in lines
    assert all(float(value) > 0 for value in lines.values())


def test_a_bad_folder_is_told_and_fails(tmp_path: Path) -> None:
    result = CliRunner().invoke(group, ["evaluate", "--dataset", str(tmp_path)])
    assert result.exit_code == 1
    assert "files *.train.rating, not one" in result.output
