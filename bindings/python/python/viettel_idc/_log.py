"""The logger ``viettel_idc``. A program that has not imported ``logging`` has nobody who listens."""

from __future__ import annotations

import sys

NAME = "viettel_idc"


def debug(text: str, *arguments: object) -> None:
    """Tells what was done."""
    logging = sys.modules.get("logging")
    if logging is not None:
        logging.getLogger(NAME).debug(text, *arguments)


def info(text: str, *arguments: object) -> None:
    """Tells what was odd."""
    logging = sys.modules.get("logging")
    if logging is not None:
        logging.getLogger(NAME).info(text, *arguments)


def warning(text: str, *arguments: object) -> None:
    """Tells what was lost, or will be."""
    logging = sys.modules.get("logging")
    if logging is not None:
        logging.getLogger(NAME).warning(text, *arguments)
