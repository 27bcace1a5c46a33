"""Waiting for virtual machines."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Literal

from . import models
from ._resource import AsyncResource, Resource, checked, finished

Until = Literal["running", "stopped", "rebooted"]
Progress = Callable[["str | None", float], object]


def _request(service: str | int, vm: str | int, until: str, every: float, deadline: float) -> str:
    return json.dumps(
        {"service": str(service), "vm": str(vm), "until": until, "every": every, "deadline": deadline}
    )


def _vm(text: str) -> models.Vm:
    return models.Vm._load(json.loads(text)["value"])


class VmWaits(Resource):
    """Waiting, for the resource ``vms``."""

    def wait(
        self,
        service: str | int,
        vm: str | int,
        *,
        until: Until = "running",
        every: float = 3.0,
        deadline: float = 600.0,
        on_progress: Progress | None = None,
    ) -> models.Vm:
        """Waits until a machine runs, is stopped, or has been away and is back (``rebooted``).

        ``every`` and ``deadline`` are seconds. ``on_progress(status, elapsed)`` is called from
        another thread each time the machine was looked at. A machine that fails ends the waiting
        with :class:`viettel_idc.errors.RefusedError`, the deadline with
        :class:`viettel_idc.errors.RequestTimeoutError`.
        """
        request = _request(service, vm, until, every, deadline)
        return _vm(checked(self._native.wait(request, on_progress)))


class AsyncVmWaits(AsyncResource):
    """Waiting, for the resource ``vms``."""

    async def wait(
        self,
        service: str | int,
        vm: str | int,
        *,
        until: Until = "running",
        every: float = 3.0,
        deadline: float = 600.0,
        on_progress: Progress | None = None,
    ) -> models.Vm:
        """As the blocking one: see :meth:`VmWaits.wait`."""
        request = _request(service, vm, until, every, deadline)
        return _vm(await finished(lambda done: self._native.wait(request, on_progress, done)))
