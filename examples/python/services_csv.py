"""Writes all services as CSV to standard output, with what a month of them costs at the end."""

from __future__ import annotations

import csv
import sys
from decimal import Decimal

from viettel_idc import Client


def main() -> int:
    rows = csv.writer(sys.stdout)
    rows.writerow(["id", "name", "domain", "status", "cycle", "next due", "total"])
    monthly = Decimal(0)
    for service in Client(guard="read_only").services.list():
        rows.writerow(
            [service.id, service.name, service.domain, service.status, service.billingcycle, service.next_due, service.total]
        )
        if service.billingcycle == "Monthly":
            if service.total is None:
                sys.exit(f"service {service.id} has no price, so a month's costs are unknown")
            monthly += service.total
    print(f"{monthly} a month", file=sys.stderr)
    return 0


if __name__ == "__main__":
    sys.exit(main())
