#!/usr/bin/python3
"""A mail server on loopback that takes every mail and keeps none: prints its port, and with each line read how many it took."""
import asyncio
import sys

taken = 0


async def session(reader, writer):
    global taken
    writer.write(b"220 sink ESMTP\r\n")
    while line := await reader.readline():
        verb = line[:4].upper()
        if verb == b"DATA":
            writer.write(b"354 go on\r\n")
            await writer.drain()
            await reader.readuntil(b"\r\n.\r\n")
            taken += 1
        elif verb == b"QUIT":
            writer.write(b"221 bye\r\n")
            break
        writer.write(b"250-sink\r\n250 8BITMIME\r\n" if verb == b"EHLO" else b"250 taken\r\n")
        await writer.drain()
    writer.close()


async def main():
    server = await asyncio.start_server(session, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await asyncio.to_thread(sys.stdin.readline):
        print(taken, flush=True)


asyncio.run(main())
