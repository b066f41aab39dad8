"""The command line as a process: start-up, signals, pipes, what is left on disk."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from gramc import __version__
from gramc.runtime.kernel import serving

from .running import COMMAND, gramc, left_early, process

MUSIC = str(Path(__file__).parents[2] / "grammars" / "music" / "music.gram")


def imported(*arguments: str) -> set[str]:
    """The modules that a command imports."""
    source = (
        "import sys; from gramc.cli.main import main\n"
        "try: main()\n"
        "finally: print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", source, *arguments], capture_output=True)
    return set(done.stderr.decode().splitlines()[-1].split())


def test_version() -> None:
    result = process("--version")
    assert (result.code, result.out, result.err) == (
        0,
        f"gramc {__version__} ({serving()} engine)\n",
        "",
    )
    assert not imported("--version") & {"click", "lark", "numpy", "rich", "pynini", "yaml"}


def test_commands_import_what_they_use() -> None:
    heavy = {"numpy", "rich", "pynini", "pywrapfst", "yaml", "jinja2", "graphlib"}
    assert not imported("check", MUSIC) & heavy
    assert not imported("sample", MUSIC) & heavy
    assert not imported("--help") & (heavy | {"lark", "msgspec"})


def test_an_artifact_is_used_without_the_compiler(tmp_path: Path) -> None:
    artifact = str(tmp_path / "music.gramc")
    assert gramc("compile", MUSIC, "-o", artifact).code == 0
    assert not imported("sample", artifact) & {"lark", "gramc.dsl.parse", "gramc.compiler.compile"}


def test_a_reader_that_leaves_early() -> None:
    assert left_early("sample", MUSIC, "-n", "1000000") == (0, b"")


def test_findings_to_a_closed_pipe() -> None:
    with subprocess.Popen(
        [*COMMAND, "check", "-"], stdin=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdin is not None
        assert running.stderr is not None
        running.stderr.close()
        running.stdin.write(b"intent Say = <gone>\n" * 1000)
        running.stdin.close()
        assert running.wait(timeout=30) == 1


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_leaves_nothing_half_written(
    number: signal.Signals, code: int, tmp_path: Path
) -> None:
    target = tmp_path / "out.txt"
    target.write_text("as it was\n")
    with subprocess.Popen(
        [*COMMAND, "sample", MUSIC, "-n", "100000000", "-o", str(target)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        deadline = time.monotonic() + 30
        while not any(p.stat().st_size for p in tmp_path.glob(".out.txt.*.tmp")):
            assert time.monotonic() < deadline
            assert running.poll() is None
            time.sleep(0.02)
        running.send_signal(number)
        _, err = running.communicate(timeout=30)
    assert running.returncode == code
    assert b"Traceback" not in err
    assert os.listdir(tmp_path) == ["out.txt"]
    assert target.read_text() == "as it was\n"


def test_a_full_disk() -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [*COMMAND, "sample", MUSIC, "-n", "1000"], stdout=full, stderr=subprocess.PIPE
        )
    assert done.returncode == 2
    assert done.stderr == b"Error: No space left on device\n"


def test_data_is_utf8_in_any_locale() -> None:
    case = str(Path(__file__).parents[1] / "conformance" / "accept" / "15-scripts.gram")
    plain = process("sample", case, "--all")
    assert plain.code == 0
    assert "音楽" in plain.out
    assert process("sample", case, "--all", LC_ALL="C", PYTHONUTF8="0") == plain
    assert process("sample", case, "--all", PYTHONIOENCODING="latin-1") == plain


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion(shell: str) -> None:
    script = process("completion", shell)
    assert script.code == 0
    assert "_GRAMC_COMPLETE" in script.out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("gramc che", ["check"]),
        ("gramc sample --fo", ["--format"]),
        ("gramc sample --format j", ["jsonl"]),
        ("gramc explain e40", [f"E40{n}" for n in range(1, 9)]),
    ],
)
def test_what_is_completed(words: str, expected: list[str]) -> None:
    count = str(len(words.split()) - 1)
    result = process(
        _GRAMC_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=count, TERM="dumb"
    )
    assert [line.partition(",")[2] for line in result.out.splitlines()] == expected


def test_the_mode_of_a_file_is_kept_and_links_are_followed(tmp_path: Path) -> None:
    real, link = tmp_path / "real.txt", tmp_path / "link.txt"
    real.write_text("old\n")
    real.chmod(0o640)
    link.symlink_to(real)
    assert gramc("sample", MUSIC, "-n", "1", "-o", str(link)).code == 0
    assert link.is_symlink()
    assert real.read_text().startswith("PlayMusic\t")
    assert real.stat().st_mode & 0o777 == 0o640
    assert sorted(os.listdir(tmp_path)) == ["link.txt", "real.txt"]


def test_output_to_a_device() -> None:
    assert gramc("sample", MUSIC, "-n", "1", "-o", "/dev/null").code == 0
    assert Path("/dev/null").is_char_device()
