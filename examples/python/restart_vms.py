"""Restarts the virtual machines with a label, one after another, each when the one before is back.

    python restart_vms.py LABEL...
"""

from __future__ import annotations

import sys

from viettel_idc import Client, errors


def main(labels: set[str]) -> int:
    client = Client()
    failed = 0
    for service in client.services.list():
        if service.id is None:
            continue
        for number, vm in client.vms.list(service.id).items():
            if vm.label not in labels:
                continue
            print(f"{vm.label}: restarting")
            try:
                client.vms.reboot(service.id, number)
                back = client.vms.wait(service.id, number, until="rebooted", every=0.5)
            except errors.OutcomeUnknown as error:
                print(f"{vm.label}: look in the portal before trying again: {error}")
                failed += 1
            except errors.PortalError as error:
                print(f"{vm.label}: {error}")
                failed += 1
            else:
                print(f"{vm.label}: {back.status}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(set(sys.argv[1:])))
