#!/usr/bin/env python3
"""Puts a running `aside serve` under load, and looks whether every message is there once.

Opens sockets at /ws/{customer_id}, sends messages at an even rate, and then compares three counts of
each message: what was sent, what came back on the socket, what the store has. A socket that is told to
read anew (`resync`) does so, as docs/chat.md says. Exit code 0: none was lost, doubled, refused or left
without its answer.

With `--kill-after SECONDS -- aside serve --port N …` it starts the server itself, ends it as `kill -9` does
in the middle of the run, and starts it again; the sockets come back. Then each message that came back on its
socket has to be in the store once, each other one once or not at all, and each in the store has its answer.

Needs Python 3.11 and `pip install aiohttp`. Use a data folder of its own: the conversations stay in it.
"""

import argparse
import asyncio
import collections
import itertools
import json
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.request
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

    def __init__(self, http: aiohttp.ClientSession, address: str, id: str, comes_back: bool):
        self.http, self.address, self.id, self.comes_back = http, address, id, comes_back
        self.socket: aiohttp.ClientWebSocketResponse | None = None
        self.sent: list[tuple[str, float]] = []
        # By the message's id: author and text.
        self.known: dict[str, tuple[str, str]] = {}
        self.came: collections.Counter[str] = collections.Counter()
        # From a message to its own text on the socket, which says that it is stored; and to its answer.
        self.stored_after: list[float] = []
        self.seconds: list[float] = []
        self.acknowledged: set[str] = set()
        self.is_open = asyncio.Event()
        self.is_over = False
        self.resyncs = 0
        self.faults: list[str] = []

    async def connect(self) -> None:
        url = f"{self.address.replace('http', 'ws', 1)}/ws/{self.id}"
        self.socket = await self.http.ws_connect(url)
        self.is_open.set()

    def is_answered(self) -> bool:
        return len(self.seconds) >= len(self.sent)

    async def send(self, text: str) -> None:
        await self.is_open.wait()
        self.sent.append((text, time.monotonic()))
        while True:
            try:
                return await self.socket.send_str(text)
            except (aiohttp.ClientError, ConnectionError) as error:
                if not self.comes_back:
                    return self.faults.append(f"not sent: {error}")
            # As a customer would: what did not leave is sent on the next socket.
            await asyncio.sleep(0.1)
            await self.is_open.wait()

    async def listen(self) -> None:
        while True:
            await self.hear()
            if self.is_over or not self.comes_back:
                return
            self.is_open.clear()
            while not self.is_open.is_set():
                await asyncio.sleep(0.2)
                try:
                    await self.connect()
                except (aiohttp.ClientError, ConnectionError):
                    pass

    async def hear(self) -> None:
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
        if author == "customer":
            self.acknowledged.add(text)
            if len(self.stored_after) < len(self.sent):
                self.stored_after.append(time.monotonic() - self.sent[len(self.stored_after)][1])
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

    async def check_after_kill(self) -> None:
        """Adds all that is wrong to the faults, where the server was killed meanwhile."""
        rows = await self.stored()
        counted = collections.Counter(text for _, author, text in rows if author == "customer")
        for text, _ in self.sent:
            if counted[text] > 1:
                self.faults.append(f"{counted[text]} times in the store: {text}")
            if counted[text] == 0 and text in self.acknowledged:
                self.faults.append(f"acknowledged and lost: {text}")
        self.faults += [f"never sent: {text}" for text in counted.keys() - {text for text, _ in self.sent}]
        answers = sum(author == "assistant" for _, author, _ in rows)
        if answers != counted.total():
            self.faults.append(f"{counted.total()} messages in the store, {answers} answers")

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


def spread(seconds: list[float]) -> str:
    seconds = sorted(seconds)
    at = lambda share: f"{seconds[min(len(seconds) - 1, int(share * len(seconds)))] * 1000:.0f} ms" if seconds else "-"
    return f"{len(seconds)}; p50 {at(0.5)}, p95 {at(0.95)}, p99 {at(0.99)}, longest {at(1)}"


def report(customers: list[Customer], reached: float, pid: int | None) -> None:
    print(f"sockets   {len(customers)}")
    print(f"messages  {sum(len(customer.sent) for customer in customers)} at {reached:.1f} a second")
    print(f"resyncs   {sum(customer.resyncs for customer in customers)}")
    print(f"stored    {spread([second for customer in customers for second in customer.stored_after])}")
    print(f"answers   {spread([second for customer in customers for second in customer.seconds])}")
    print(f"memory    {memory(pid)}")


class Server:
    """`aside serve`, which this program starts and kills."""

    def __init__(self, command: list[str], address: str):
        self.command, self.address = command, address
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command, stdout=subprocess.DEVNULL)
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                urllib.request.urlopen(f"{self.address}/health/liveness", timeout=5)
                return
            except (urllib.error.URLError, ConnectionError):
                time.sleep(0.1)
        raise SystemExit(f"{' '.join(self.command)} does not answer at {self.address}")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


async def kill_and_start(server: Server, seconds: float) -> None:
    await asyncio.sleep(seconds)
    await asyncio.to_thread(server.kill)
    print(f"killed    after {seconds:.0f} s")
    await asyncio.to_thread(server.start)


async def main(args: argparse.Namespace) -> int:
    run = uuid.uuid4().hex[:8]
    headers = {"Authorization": f"Bearer {args.token}"} if args.token else None
    server = Server(args.command, args.address) if args.command else None
    try:
        async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0), headers=headers) as http:
            customers = [Customer(http, args.address, f"load-{run}-{number}", bool(server)) for number in range(args.sockets)]
            await asyncio.gather(*(customer.connect() for customer in customers))
            listening = [asyncio.create_task(customer.listen()) for customer in customers]
            killing = asyncio.create_task(kill_and_start(server, args.kill_after)) if server else None
            reached = await send_evenly(customers, run, args.rate, args.seconds)
            if killing:
                await killing
            until = time.monotonic() + args.patience
            if server:
                while time.monotonic() < until and await waiting(http, args.address):
                    await asyncio.sleep(0.5)
            else:
                while time.monotonic() < until and not all(customer.is_answered() for customer in customers):
                    await asyncio.sleep(0.1)
            # What comes twice comes a little later.
            await asyncio.sleep(1)
            for customer in customers:
                await (customer.check_after_kill() if server else customer.check())
            report(customers, reached, server.process.pid if server else args.pid)
            for customer in customers:
                customer.is_over = True
            await asyncio.gather(*(customer.socket.close() for customer in customers))
            await asyncio.gather(*listening)
    finally:
        if server:
            server.kill()
    faults = [(customer.id, fault) for customer in customers for fault in customer.faults]
    print(f"faults    {len(faults)}")
    for customer, fault in faults[:EXAMPLES]:
        print(f"          {customer}: {fault}")
    return 1 if faults else 0


async def waiting(http: aiohttp.ClientSession, address: str) -> bool:
    """Whether messages wait for their answers."""
    async with http.get(f"{address}/metrics") as response:
        lines = (await response.text()).splitlines()
    return any(line.startswith("chat_messages_waiting ") and float(line.split()[1]) > 0 for line in lines)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--address", default="http://127.0.0.1:4817")
    parser.add_argument("--sockets", type=int, default=200)
    parser.add_argument("--rate", type=float, default=20, help="messages a second, of all sockets together")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--patience", type=float, default=120, help="seconds to wait for the last answers")
    parser.add_argument("--pid", type=int, help="the process whose memory is told")
    parser.add_argument("--token", help="a user's, where there are users: a supervisor's or more")
    parser.add_argument("--kill-after", type=float, default=0, metavar="SECONDS", help="kills the server that COMMAND starts, and starts it again")
    # What follows `--` is the server's.
    own = sys.argv[1:]
    own, command = (own[: own.index("--")], own[own.index("--") + 1 :]) if "--" in own else (own, [])
    args = parser.parse_args(own)
    args.command = command
    if bool(command) != bool(args.kill_after):
        parser.error("--kill-after SECONDS and a command after `--` go together")
    if args.rate * 60 / args.sockets > MESSAGES_A_MINUTE:
        parser.error(f"a customer may send {MESSAGES_A_MINUTE} messages a minute: more sockets, or a lower rate")
    return args


if __name__ == "__main__":
    raise SystemExit(asyncio.run(main(arguments())))
