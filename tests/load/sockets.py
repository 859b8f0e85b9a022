#!/usr/bin/env python3
"""Puts a running `aside serve` under load, and looks whether every message is there once.

Opens sockets at /ws/{customer_id}, sends messages at an even rate, and then compares three counts of
each message: what was sent, what came back on the socket, what the store has. A socket that is told to
read anew (`resync`) does so, as docs/chat.md says. Exit code 0: none was lost, doubled, refused or left
without its answer.

Needs Python 3.11 and `pip install aiohttp`. Use a data folder of its own: the conversations stay in it.
"""

import argparse
import asyncio
import collections
import itertools
import json
import pathlib
import time
import uuid

import aiohttp

QUESTIONS = (
    "How do I reset my password?",
    "How many days do I have to return an item?",
    "Where do I find my invoice?",
    "My Hub has been offline since this morning.",
    "Can I change the address of my order?",
)
# A customer may send 30 messages a minute (docs/chat.md); a run that goes beyond tests the limit instead.
MESSAGES_A_MINUTE = 30
# An error names at most so many examples.
EXAMPLES = 5


class Customer:
    """One socket, what went out on it and what is known of the conversation."""

    def __init__(self, http: aiohttp.ClientSession, address: str, id: str):
        self.http, self.address, self.id = http, address, id
        self.socket: aiohttp.ClientWebSocketResponse | None = None
        self.sent: list[tuple[str, float]] = []
        # By the message's id: author and text.
        self.known: dict[str, tuple[str, str]] = {}
        self.came: collections.Counter[str] = collections.Counter()
        self.seconds: list[float] = []
        self.resyncs = 0
        self.faults: list[str] = []

    async def connect(self) -> None:
        url = f"{self.address.replace('http', 'ws', 1)}/ws/{self.id}"
        self.socket = await self.http.ws_connect(url)

    def is_answered(self) -> bool:
        return len(self.seconds) >= len(self.sent) or self.socket.closed

    async def send(self, text: str) -> None:
        self.sent.append((text, time.monotonic()))
        try:
            await self.socket.send_str(text)
        except (aiohttp.ClientError, ConnectionError) as error:
            self.faults.append(f"not sent: {error}")

    async def listen(self) -> None:
        async for frame in self.socket:
            if frame.type is not aiohttp.WSMsgType.TEXT:
                continue
            event = json.loads(frame.data)
            if "code" in event:
                self.faults.append(f"refused: {event['detail']}")
            elif event["type"] == "resync":
                self.resyncs += 1
                for id, author, text in await self.stored():
                    self.learn(id, author, text)
            elif event["type"] == "message":
                message = event["message"]
                self.came[message["id"]] += 1
                self.learn(message["id"], message["author"], message["text"])

    def learn(self, id: str, author: str, text: str) -> None:
        if id in self.known:
            return
        self.known[id] = (author, text)
        # A socket's messages are answered one after the other.
        if author == "assistant" and len(self.seconds) < len(self.sent):
            self.seconds.append(time.monotonic() - self.sent[len(self.seconds)][1])

    async def stored(self) -> list[tuple[str, str, str]]:
        """The id, author and text of each message that the store has, oldest first."""
        found = await self.read("/api/v1/conversations", q=self.id)
        # The words are looked for within names, too.
        ids = [each["id"] for each in found["conversations"] if each["customer"] == self.id]
        messages = [
            message for id in ids for message in (await self.read(f"/api/v1/conversations/{id}"))["messages"]
        ]
        return [(message["id"], message["author"], message["text"]) for message in messages]

    async def read(self, path: str, **query: str) -> dict:
        async with self.http.get(self.address + path, params=query) as response:
            response.raise_for_status()
            return await response.json()

    async def check(self) -> None:
        """Adds all that is wrong to the faults; sent texts are unique."""
        if self.socket.closed:
            self.faults.append(f"the socket was closed ({self.socket.close_code})")
        self.faults += [f"came {times} times: {self.known[id][1]}" for id, times in self.came.items() if times > 1]
        rows = await self.stored()
        for name, all in (("on the socket", self.known.values()), ("in the store", [row[1:] for row in rows])):
            counted = collections.Counter(text for author, text in all if author == "customer")
            sent = {text for text, _ in self.sent}
            self.faults += [f"{counted[text]} times {name}: {text}" for text in sent if counted[text] != 1]
            self.faults += [f"{name}, but never sent: {text}" for text in counted.keys() - sent]
            answers = sum(author == "assistant" for author, _ in all)
            if answers != len(self.sent):
                self.faults.append(f"{len(self.sent)} messages, {answers} answers {name}")


async def send_evenly(customers: list[Customer], run: str, rate: float, seconds: float) -> float:
    """Sends on each socket in turn; gives the rate that was reached, in messages a second."""
    start = time.monotonic()
    total = int(rate * seconds)
    for number, customer in zip(range(total), itertools.cycle(customers)):
        await asyncio.sleep(max(0.0, start + number / rate - time.monotonic()))
        await customer.send(f"{QUESTIONS[number % len(QUESTIONS)]} ({run}/{number})")
    return total / (time.monotonic() - start)


def memory(pid: int | None) -> str:
    """What a process on this machine holds in memory now, and held at most."""
    if pid is None:
        return "not looked at (--pid)"
    status = pathlib.Path(f"/proc/{pid}/status").read_text()
    fields = dict(line.split(":", 1) for line in status.splitlines())
    return f"{int(fields['VmRSS'].split()[0]) // 1024} MiB, at most {int(fields['VmHWM'].split()[0]) // 1024} MiB"


def report(customers: list[Customer], reached: float, pid: int | None) -> None:
    seconds = sorted(second for customer in customers for second in customer.seconds)
    at = lambda share: f"{seconds[min(len(seconds) - 1, int(share * len(seconds)))] * 1000:.0f} ms" if seconds else "-"
    print(f"sockets   {len(customers)}")
    print(f"messages  {sum(len(customer.sent) for customer in customers)} at {reached:.1f} a second")
    print(f"resyncs   {sum(customer.resyncs for customer in customers)}")
    print(f"answers   {len(seconds)}; p50 {at(0.5)}, p95 {at(0.95)}, p99 {at(0.99)}, longest {at(1)}")
    print(f"memory    {memory(pid)}")


async def main(args: argparse.Namespace) -> int:
    run = uuid.uuid4().hex[:8]
    headers = {"Authorization": f"Bearer {args.token}"} if args.token else None
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), headers=headers) as http:
        customers = [Customer(http, args.address, f"load-{run}-{number}") for number in range(args.sockets)]
        await asyncio.gather(*(customer.connect() for customer in customers))
        listening = [asyncio.create_task(customer.listen()) for customer in customers]
        reached = await send_evenly(customers, run, args.rate, args.seconds)
        until = time.monotonic() + args.patience
        while time.monotonic() < until and not all(customer.is_answered() for customer in customers):
            await asyncio.sleep(0.1)
        # What comes twice comes a little later.
        await asyncio.sleep(1)
        for customer in customers:
            await customer.check()
        report(customers, reached, args.pid)
        await asyncio.gather(*(customer.socket.close() for customer in customers))
        await asyncio.gather(*listening)
    faults = [(customer.id, fault) for customer in customers for fault in customer.faults]
    print(f"faults    {len(faults)}")
    for customer, fault in faults[:EXAMPLES]:
        print(f"          {customer}: {fault}")
    return 1 if faults else 0


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--address", default="http://127.0.0.1:4817")
    parser.add_argument("--sockets", type=int, default=200)
    parser.add_argument("--rate", type=float, default=20, help="messages a second, of all sockets together")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--patience", type=float, default=120, help="seconds to wait for the last answers")
    parser.add_argument("--pid", type=int, help="the process whose memory is told")
    parser.add_argument("--token", help="a user's, where there are users: a supervisor's or more")
    args = parser.parse_args()
    if args.rate * 60 / args.sockets > MESSAGES_A_MINUTE:
        parser.error(f"a customer may send {MESSAGES_A_MINUTE} messages a minute: more sockets, or a lower rate")
    return args


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main(arguments())))
