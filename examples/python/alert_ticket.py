"""Opens a ticket from a monitoring alert on standard input.

    echo "disk of web-1 is full" | python alert_ticket.py "Disk almost full"
"""

from __future__ import annotations

import sys

from viettel_idc import Client, errors


def main(subject: str, text: str) -> int:
    client = Client()
    departments = {department.name: department.id for department in client.tickets.departments()}
    department = departments.get("Technical support") or next(iter(departments.values()))
    if department is None:
        print("the portal names no department", file=sys.stderr)
        return 1
    for ticket in client.tickets.list():
        if ticket.subject == subject and ticket.status != "Closed" and ticket.ticket_number:
            client.tickets.reply(ticket.ticket_number, text)
            print(f"added to ticket {ticket.ticket_number}")
            return 0
    try:
        print(f"opened ticket {client.tickets.create(department, subject, text)}")
    except errors.ValidationError as error:
        print(f"not accepted: {', '.join(error.fields)}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(" ".join(sys.argv[1:]) or "Alert", sys.stdin.read()))
