"""A network that can be cut: a TCP proxy on loopback, for the demonstration and for tests of what an outage does."""

import asyncio
import socket
import struct
import threading
from contextlib import suppress
from enum import StrEnum

CHUNK = 65_536


class Mode(StrEnum):
    """What the proxy does to the lines through it, old and new."""

    PASS = "pass"
    BLACKHOLE = "blackhole"
    """Nothing gets through and nobody is told; what was on its way arrives when it ends."""
    RESET = "reset"
    """Every line is torn down, each new one at once."""
    DROP_REPLY = "drop_reply"
    """What is asked arrives; the line is torn down instead of the answer."""


class FaultProxy:
    """Passes lines on to `upstream`, a port of this machine, from a free port of its own. One thread until `close`."""

    def __init__(self, upstream: int) -> None:
        self.port = 0
        self._upstream = upstream
        self._mode = Mode.PASS
        self._loop = asyncio.new_event_loop()
        self._open = asyncio.Event()
        self._open.set()
        self._lines: set[asyncio.Task[None]] = set()
        self._ending = asyncio.Event()
        listening = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(listening,), name="fault-proxy", daemon=True)
        self._thread.start()
        listening.wait()

    @property
    def mode(self) -> Mode:
        """What the proxy does at present."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """From now on do `mode`; when this returns, it is in force. A closed proxy does nothing more."""
        if self._thread.is_alive():
            asyncio.run_coroutine_threadsafe(self._change(mode), self._loop).result()

    def cut(self) -> None:
        """Cut the network: nothing gets through and nobody is told."""
        self.set_mode(Mode.BLACKHOLE)

    def restore(self) -> None:
        """Mend the network."""
        self.set_mode(Mode.PASS)

    def close(self) -> None:
        """Tear every line down and end the thread. Harmless to repeat."""
        if self._thread.is_alive():
            self._loop.call_soon_threadsafe(self._ending.set)
            self._thread.join()

    def _run(self, listening: threading.Event) -> None:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            runner.run(self._serve(listening))

    async def _serve(self, listening: threading.Event) -> None:
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        listening.set()
        await self._ending.wait()
        server.close()
        while self._lines:
            await self._tear_down()

    async def _change(self, mode: Mode) -> None:
        self._mode = mode
        if mode is Mode.RESET:
            await self._tear_down()
        if mode is Mode.BLACKHOLE:
            self._open.clear()
        else:
            self._open.set()

    async def _tear_down(self) -> None:
        lines = list(self._lines)
        for line in lines:
            line.cancel()
        await asyncio.gather(*lines, return_exceptions=True)

    def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        line = asyncio.ensure_future(self._line(reader, writer))
        self._lines.add(line)
        line.add_done_callback(self._lines.discard)
        # A line that is torn down before its first step never comes to close its own end.
        line.add_done_callback(lambda _: writer.transport.abort())

    async def _line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writers = [writer]
        torn = True
        try:
            if self._mode is not Mode.RESET:
                await self._open.wait()
                up_reader, up_writer = await self._call_upstream(writers)
                torn = await self._pass_on((reader, up_writer), (up_reader, writer))
        except OSError:
            # The far end is gone: so is this line.
            torn = True
        finally:
            # All are let go before any is waited for: the wait itself may be cancelled.
            for each in writers:
                _let_go(each, torn)
            for each in writers:
                with suppress(OSError):
                    await each.wait_closed()

    async def _call_upstream(
        self, writers: list[asyncio.StreamWriter]
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A line to the far end; whoever cancels the wait for it finds it among `writers` all the same, to close it."""
        calling = asyncio.ensure_future(asyncio.open_connection("127.0.0.1", self._upstream))
        calling.add_done_callback(
            lambda made: None if made.cancelled() or made.exception() else writers.append(made.result()[1])
        )
        try:
            return await asyncio.shield(calling)
        finally:
            await asyncio.wait([calling])

    async def _pass_on(
        self,
        up: tuple[asyncio.StreamReader, asyncio.StreamWriter],
        down: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> bool:
        """Both directions until one ends; True where the line has to be torn down."""
        pumps = [
            asyncio.ensure_future(self._pump(*up, answers=False)),
            asyncio.ensure_future(self._pump(*down, answers=True)),
        ]
        try:
            ended, _ = await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            return any(pump.result() for pump in ended)
        finally:
            for pump in pumps:
                pump.cancel()
            await asyncio.gather(*pumps, return_exceptions=True)

    async def _pump(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, answers: bool) -> bool:
        """One direction until its sender ends it; True where it broke, or was broken."""
        try:
            while data := await reader.read(CHUNK):
                await self._open.wait()
                if answers and self._mode is Mode.DROP_REPLY:
                    return True
                writer.write(data)
                await writer.drain()
        except OSError:
            return True
        return False


def _let_go(writer: asyncio.StreamWriter, torn: bool) -> None:
    """Close one side of a line: with a reset where it is torn, else after what was written has gone out."""
    with suppress(OSError):
        if torn:
            wire = writer.get_extra_info("socket")
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            writer.transport.abort()
        else:
            writer.close()
