"""Commands in processes of their own that can be killed: ``kill -9`` needs many, and each would spend seconds on starting Django.

One process is set up and does nothing but fork the others, so a killed one dies as any process does: with its threads, its connections and
what it had in hand. It ends when the process of the test ends.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


class Child:
    """A forked process, with what the tests use of ``subprocess.Popen``. Nobody knows how it ended: ``poll`` gives 0."""

    def __init__(self, pid: int) -> None:
        """``pid`` runs already."""
        self.pid = pid

    def poll(self) -> int | None:
        """None while it runs."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return 0
        return None

    def send_signal(self, number: int) -> None:
        """Where it runs still."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def kill(self) -> None:
        """At once and for good."""
        self.send_signal(signal.SIGKILL)

    def terminate(self) -> None:
        """As a system that shuts down asks."""
        self.send_signal(signal.SIGTERM)

    def wait(self, timeout: float = 60.0) -> int:
        """Until it is gone. Raises subprocess.TimeoutExpired after ``timeout`` seconds."""
        end = time.monotonic() + timeout
        while self.poll() is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(str(self.pid), timeout)
            time.sleep(0.002)
        return 0


class Nursery:
    """The process that forks, with further environment ``env``."""

    def __init__(self, env: dict[str, str]) -> None:
        """Starts it; it is set up when the first child is asked for."""
        self._mother = subprocess.Popen(
            [sys.executable, "-m", "tests.nursery"], cwd=ROOT, env=os.environ | env, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def child(self, *command: str) -> Child:
        """``nhipcau COMMAND`` in a new process."""
        assert self._mother.stdin is not None
        assert self._mother.stdout is not None
        self._mother.stdin.write(json.dumps(command) + "\n")
        self._mother.stdin.flush()
        return Child(int(self._mother.stdout.readline()))

    def close(self) -> None:
        """Ends the process that forks; its children go on."""
        self._mother.kill()
        self._mother.communicate()


_open: dict[str, Nursery] = {}


def child_of(env: dict[str, str], *command: str) -> Child:
    """A child with further environment ``env``, of the same nursery as long as nothing in it changes; at most one is open."""
    ours = ("NHIPCAU", "SSL", "DATABASE")
    wanted = env | {name: value for name, value in os.environ.items() if name.startswith(ours)}
    key = json.dumps(wanted, sort_keys=True)
    if key not in _open:
        for other in [_open.pop(one) for one in list(_open)]:
            other.close()
        _open[key] = Nursery(wanted)
    return _open[key].child(*command)


def main() -> None:
    """Fork a child for each line, and say its number."""
    import django
    from django.core.management import call_command, get_commands, load_command_class

    django.setup()
    load_command_class(get_commands()["worker"], "worker")  # type: ignore[arg-type]
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the dead are buried at once, so that nobody takes them for living
    for line in iter(sys.stdin.readline, ""):
        pid = os.fork()
        if pid:
            sys.stdout.write(f"{pid}\n")
            sys.stdout.flush()
            continue
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in (0, 1, 2):
            os.dup2(nowhere, stream)
        try:
            call_command(*json.loads(line))
        finally:
            os._exit(0)


if __name__ == "__main__":
    main()
