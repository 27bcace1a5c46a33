"""Downloads the PDF of every invoice that is not there yet; made to run every night.

    python invoice_pdfs.py FOLDER
"""

from __future__ import annotations

import sys
from pathlib import Path

from viettel_idc import Client, errors


def main(folder: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    client = Client(guard="read_only")
    new = 0
    for invoice in client.billing.invoices(per_page=100):
        target = folder / f"invoice-{invoice.id}.pdf"
        if invoice.id is None or target.exists():
            continue
        try:
            # Written to a temporary file first: a broken download never looks like an invoice.
            client.billing.invoice_pdf(invoice.id).save_to(target)
        except errors.NotFoundError:
            continue
        new += 1
    print(f"{new} new invoices in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "invoices")))
