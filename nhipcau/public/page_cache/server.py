"""gunicorn's threaded worker with a fast lane in front: what is kept is sent from the loop that waits for sockets; the rest goes
to the threads as always. Used by ``nhipcau start`` (``-k nhipcau.public.page_cache.server.Worker``)."""

from __future__ import annotations

import socket
import ssl
from functools import partial
from typing import Any

from gunicorn.workers.gthread import TConn, ThreadWorker

from nhipcau.public.page_cache.fast_lane import LONGEST, FastLane


class Worker(ThreadWorker):
    """One process; threads for what is not kept."""

    lane: FastLane | None = None

    def load_wsgi(self) -> None:
        """The program first, then the lane that looks into its store."""
        super().load_wsgi()
        from django.conf import settings
        from django.http.request import validate_host

        from nhipcau.public.page_cache.places import is_on, the_store

        if is_on() and not settings.SECURE_SSL_REDIRECT and not self.cfg.is_ssl:
            hosts = settings.ALLOWED_HOSTS
            self.lane = FastLane(the_store(), allowed=lambda host: validate_host(host, hosts))

    def accept(self, listener: socket.socket) -> None:
        """A new connection waits in the loop for its first bytes instead of holding a thread."""
        if self.lane is None:
            super().accept(listener)
            return
        try:
            client, address = listener.accept()
        except OSError:
            return
        self.nr_conns += 1
        conn = TConn(self.cfg, client, address, listener.getsockname())
        self._wait(conn)

    def _wait(self, conn: Any) -> None:
        conn.sock.setblocking(False)
        conn.set_timeout()
        self.pending_conns.append(conn)
        self.poller.register(conn.sock, 1, partial(self.on_pending_socket_readable, conn))

    def on_pending_socket_readable(self, conn: Any, client: socket.socket) -> None:
        """First bytes of a connection."""
        if not self._sent(conn, self.pending_conns):
            super().on_pending_socket_readable(conn, client)

    def on_client_socket_readable(self, conn: Any, client: socket.socket) -> None:
        """Further bytes of one that stayed."""
        if not self._sent(conn, self.keepalived_conns):
            super().on_client_socket_readable(conn, client)

    def _sent(self, conn: Any, waiting: Any) -> bool:
        """Whether the fast lane has taken the request. What it does not take has not been read."""
        if self.lane is None or not self.alive or conn.is_http2:
            return False
        try:
            request = conn.sock.recv(LONGEST + 1, socket.MSG_PEEK)
            found = self.lane.answer(request) if request else None
            if found is None:
                return False
            conn.sock.recv(len(request))
            answer, stays = found
            done = conn.sock.send(answer)
        except (BlockingIOError, ssl.SSLError):
            return False
        except OSError:
            self._leave(conn, waiting)
            return True
        if done < len(answer):
            self._hand_over(conn, waiting, answer[done:], stays)
        elif stays:
            self._stay(conn, waiting)
        else:
            self._leave(conn, waiting)
        return True

    def _stay(self, conn: Any, waiting: Any) -> None:
        """Its time begins anew. The queue is kept in the order of times, but not for each of a thousand requests a second."""
        before = conn.timeout
        conn.set_timeout()
        if conn.timeout - before > 0.5:
            waiting.remove(conn)
            waiting.append(conn)
        else:
            conn.timeout = before

    def _leave(self, conn: Any, waiting: Any) -> None:
        self.poller.unregister(conn.sock)
        waiting.remove(conn)
        self.nr_conns -= 1
        conn.close()

    def _hand_over(self, conn: Any, waiting: Any, rest: bytes, stays: bool) -> None:
        """A slow reader: a thread sends the rest."""
        self.poller.unregister(conn.sock)
        waiting.remove(conn)
        conn.init()
        future = self.tpool.submit(_send_rest, conn, rest, stays)
        future.add_done_callback(lambda done: self.method_queue.defer(self.finish_request, conn, done))


def _send_rest(conn: Any, rest: bytes, stays: bool) -> bool:
    conn.sock.settimeout(30)
    conn.sock.sendall(rest)
    return stays
