"""The documentation and the examples, run as they stand, against a simulated portal over HTTP."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
SNIPPETS = {
    path: re.findall(r"```python\n(.*?)```", (ROOT / path).read_text(encoding="utf-8"), re.DOTALL)
    for path in ("docs/python.md", "bindings/python/README.md")
}


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    program = os.environ.get("VIETTEL_IDC_SANDBOX")
    if not program:
        pytest.skip("VIETTEL_IDC_SANDBOX does not name the sandbox's program")
    with subprocess.Popen([program], stdout=subprocess.PIPE, text=True) as sandbox:
        assert sandbox.stdout is not None
        url = sandbox.stdout.readline().strip()
        login = {"VIETTEL_IDC_USERNAME": "linh.tran@example.com", "VIETTEL_IDC_PASSWORD": "sandbox-password"}
        yield {**os.environ, **login, "VIETTEL_IDC_URL": url}
        sandbox.terminate()


def run(code: list[str], environment: dict[str, str], folder: Path, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *code], env=environment, cwd=folder, input=text, text=True, capture_output=True, check=False
    )


@pytest.mark.parametrize("document", SNIPPETS)
def test_every_snippet_runs(document: str, environment: dict[str, str], tmp_path: Path) -> None:
    code = "\n".join(SNIPPETS[document])
    # The snippet names the production portal by naming none.
    code = code.replace('password="sandbox-password")', 'password="sandbox-password", base_url=__import__("os").environ["VIETTEL_IDC_URL"])')
    assert len(SNIPPETS[document]) >= 1
    done = run(["-c", code], environment, tmp_path)
    assert done.returncode == 0, done.stderr


def test_the_examples_do_their_work(environment: dict[str, str], tmp_path: Path) -> None:
    def example(name: str, *arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
        done = run([str(ROOT / "examples/python" / name), *arguments], environment, tmp_path, text)
        assert done.returncode == 0, done.stderr
        return done

    assert "120 new invoices" in example("invoice_pdfs.py", "pdfs").stdout
    assert "0 new invoices" in example("invoice_pdfs.py", "pdfs").stdout
    assert len(list((tmp_path / "pdfs").glob("*.pdf"))) == 120
    assert "web-1: running" in example("restart_vms.py", "web-1").stdout
    assert "opened ticket" in example("alert_ticket.py", "Disk", "almost", "full", text="web-1 is at 95%").stdout
    assert "added to ticket" in example("alert_ticket.py", "Disk", "almost", "full", text="web-1 is at 97%").stdout
    table = example("services_csv.py")
    assert len(table.stdout.splitlines()) == 5 and "5680000.00 a month" in table.stderr
