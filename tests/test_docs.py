"""Documentation that cannot rot: every command and Python example in it is run, and its output compared.

In a `console` block a line after "$ " is a command, and what follows is what it prints. Run as a program with
--write (`scripts/docs`), this writes the output anew.
"""

import doctest
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PYTHON = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
# What differs from run to run: the moment of reading, the size on disk, the reader that today's code makes.
VARYING = re.compile(
    r"\d{4}-\d\d-\d\d \d\d:\d\d UTC|[\d,.]+ MB|[0-9a-f]{64}|[0-9a-f]{12}: \d+ reports|/\S*detente-store"
)


def run(command: str, folder: Path) -> str:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        command,
        shell=True,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PATH": path},
    )
    assert done.returncode in (0, 3), f"{command}: {done.stderr}"
    return done.stdout


def prepare(folder: Path) -> None:
    shutil.copytree(ROOT / "examples", folder / "examples")


def replay(block: str, folder: Path) -> str:
    """A console block as it comes out now."""
    lines = []
    for line in block.splitlines():
        if line.startswith("$ "):
            lines += [line, *run(line[2:], folder).rstrip("\n").splitlines()]
    return "\n".join(line.rstrip() for line in lines) + "\n"


def steady(text: str) -> str:
    return VARYING.sub("<varies>", text)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_commands_print_what_the_page_shows(page, tmp_path):
    prepare(tmp_path)
    for block in BLOCK.findall(page.read_text("utf-8")):
        assert steady(replay(block, tmp_path)) == steady(block)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_python_examples_hold(page, tmp_path, monkeypatch):
    prepare(tmp_path)
    text = page.read_text("utf-8")
    if examples := PYTHON.findall(text):
        run("detente read examples", tmp_path)
        monkeypatch.chdir(tmp_path)
        case = doctest.DocTestParser().get_doctest("\n".join(examples), {}, page.name, str(page), 0)
        runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS)
        assert runner.run(case).failed == 0


@pytest.mark.parametrize("module", ["detente", "detente.codebook", "detente.monitor.reader", "detente.store"])
def test_examples_in_docstrings_hold(module):
    __import__(module)
    result = doctest.testmod(sys.modules[module], optionflags=doctest.ELLIPSIS)
    assert result.attempted > 0
    assert result.failed == 0


def test_links_lead_somewhere():
    for page in [*PAGES, *sorted((ROOT / "docs" / "decisions").glob("*.md"))]:
        for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text("utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def write() -> None:
    """Write the output of every console block anew."""
    import tempfile

    for page in PAGES:
        with tempfile.TemporaryDirectory() as name:
            prepare(Path(name))
            text = page.read_text("utf-8")
            fresh = BLOCK.sub(lambda match: f"```console\n{replay(match[1], Path(name))}```", text)
            page.write_text(fresh, "utf-8")


if __name__ == "__main__" and sys.argv[1:] == ["--write"]:
    write()
