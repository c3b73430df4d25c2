#!/usr/bin/python3
"""A mail server on loopback that takes every mail and keeps none: prints its port, and with each line read how many it took since it was
last asked, and the seconds from the first connection's first line to the last mail."""
import asyncio
import sys
import time

taken, first, last = 0, None, None


class Session(asyncio.Protocol):
    """As little work as a server can do, so that what is measured is the sender."""

    def connection_made(self, transport):
        self.transport, self.waiting, self.in_mail = transport, b"", False
        transport.write(b"220 sink ESMTP\r\n")

    def data_received(self, data):
        self.waiting += data
        while self.take():
            pass

    def take(self):
        """One command, or the rest of a mail; False: it is not there yet."""
        global taken, first, last
        mark = b"\r\n.\r\n" if self.in_mail else b"\r\n"
        end = self.waiting.find(mark)
        if end < 0:
            return False
        verb = self.waiting[:4].upper()
        self.waiting = self.waiting[end + len(mark):]
        if self.in_mail:
            self.in_mail = False
            taken, last = taken + 1, time.monotonic()
            self.transport.write(b"250 taken\r\n")
        elif verb == b"DATA":
            self.in_mail = True
            self.transport.write(b"354 go on\r\n")
        elif verb == b"QUIT":
            self.transport.write(b"221 bye\r\n")
            self.transport.close()
        elif verb == b"EHLO":
            first = first or time.monotonic()
            self.transport.write(b"250-sink\r\n250 8BITMIME\r\n")
        else:
            self.transport.write(b"250 taken\r\n")
        return True


async def main():
    global taken, first, last
    server = await asyncio.get_running_loop().create_server(Session, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(taken, (last or 0) - (first or 0), flush=True)
        taken, first, last = 0, None, None


asyncio.run(main())
