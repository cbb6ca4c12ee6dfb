"""The kernel that grades: what it writes past the notebook, such as a server's log, stays off the coach's terminal."""

from __future__ import annotations

import subprocess

from jupyter_client.manager import AsyncKernelManager


class QuietKernel(AsyncKernelManager):
    """What a cell prints is not touched: it comes as an output, not over the process's own stderr."""

    async def start_kernel(self, **options) -> None:
        await super().start_kernel(**{"stderr": subprocess.DEVNULL, **options})
