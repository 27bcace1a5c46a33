"""``python -m viettel_idc``: which version, which settings, and whether the portal answers."""

from __future__ import annotations

import os
import sys

from . import Client, __version__, errors


def main() -> int:
    """Prints what was found; 0 when the portal answers."""
    print(f"viettel-idc {__version__}, Python {sys.version.split()[0]}")
    for name in ("VIETTEL_IDC_CONFIG", "VIETTEL_IDC_PROFILE", "VIETTEL_IDC_URL", "VIETTEL_IDC_USERNAME", "VIETTEL_IDC_PASSWORD"):
        value = os.environ.get(name)
        hidden = "***" if value and name.endswith("PASSWORD") else value
        print(f"{name}: {hidden or 'not set'}")
    try:
        client = Client(timeout=10, deadline=20)
        print(f"portal: {client.base_url}")
        client.billing.currencies()
    except errors.PortalError as error:
        print(f"it does not answer: {error}")
        return 1
    print("it answers")
    return 0


if __name__ == "__main__":
    sys.exit(main())
