"""The table; see README.md. Ends with 1 when this package fails a question."""

from __future__ import annotations

import importlib.util
import signal
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "tests"))

from case import LIBRARIES  # noqa: E402
from conftest import Portal  # noqa: E402

ANSWER = {"success": True, "details": {"currency": "VND"}}


def start(library: str, question: str, url: str) -> subprocess.Popen[str]:
    code = [sys.executable, str(HERE / "case.py"), library, question, url]
    return subprocess.Popen(code, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def ended(process: subprocess.Popen[str], limit: float) -> str:
    try:
        return process.communicate(timeout=limit)[0].strip()
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return ""


def ctrl_c(library: str) -> tuple[str, bool]:
    portal = Portal()
    portal.hang()
    process = start(library, "ctrl_c", portal.url)
    while not portal.requests and process.poll() is None:
        time.sleep(0.01)
    time.sleep(0.3)
    sent = time.monotonic()
    process.send_signal(signal.SIGINT)
    said = ended(process, 5).split()
    if len(said) != 2 or said[0] != "KeyboardInterrupt":
        return f"{said[0] if said else 'hangs'}", False
    took = float(said[1]) - sent
    return f"{took:.2f} s", took <= 0.2


def cancel(library: str) -> tuple[str, bool]:
    portal = Portal()
    portal.hang()
    process = start(library, "cancel", portal.url)
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    if line in ("none", ""):
        process.kill()
        return "no asyncio" if line else "fails", False
    if not portal.closed.wait(1.5):
        process.kill()
        return "stays open", False
    took = time.monotonic() - float(line)
    process.kill()
    return f"{took:.2f} s", took <= 0.1


def simple(question: str, library: str) -> tuple[str, bool]:
    portal = Portal()
    portal.json(ANSWER)
    said = ended(start(library, question, portal.url), 15) or "fails"
    return said, said == "works"


def import_time(library: str) -> tuple[str, bool]:
    def least(code: str) -> float:
        def once() -> float:
            begin = time.perf_counter()
            subprocess.run([sys.executable, "-I", "-c", code], check=True)
            return time.perf_counter() - begin

        return min(once() for _ in range(10))

    # Ours loads when a name is used, so one is.
    names = "from viettel_idc import AsyncClient, Client"
    took = (least(names if library == "viettel_idc" else f"import {library}") - least("pass")) * 1000
    return f"{took:.0f} ms", took <= 15


def main() -> int:
    questions = {
        "Ctrl-C": ctrl_c,
        "cancel": cancel,
        "fork": lambda library: simple("fork", library),
        "threads": lambda library: simple("threads", library),
        "import": import_time,
    }
    print("".join(f"{title:<14}" for title in ("", *questions)))
    failed = 0
    for library in LIBRARIES:
        if importlib.util.find_spec(library) is None:
            print(f"{library:<14}not installed")
            continue
        row = f"{library:<14}"
        for ask in questions.values():
            said, good = ask(library)
            row += f"{said + ('' if good else ' ✗'):<14}"
            failed += library == "viettel_idc" and not good
        print(row, flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
