#!/usr/bin/env python3
"""Loads a running server on loopback with twice as many clients as it has places, some of whom hang up, dawdle or send garbage.

    chorale serve --port 8080 --threads 1 --engine-maximum-batch 4 --engine-queue-limit 12 --engine-cache-mib 64 \\
        --engine-token-memory-mib 8 \\
        --log-level warning &
    python3 Tests/Soak/soak.py --url http://127.0.0.1:8080 --pid $! --minutes 30 --clients 32

It tells every minute how it stands. At the end it prints what became of the requests, how long first tokens took, and the server's memory,
descriptors and threads over time, and ends with 1 where an answer was mixed up with another's, a request was never answered, something is
still running or open when all clients have gone, or memory grew in the second half. Standard library only.
"""
import argparse
import asyncio
import collections
import json
import os
import random
import sys
import time
import urllib.parse

counts = collections.Counter()
faults = []
ids = set()
waits = []


def fault(text):
    faults.append(text)
    print("FAULT", text, flush=True)


class Client:
    """One connection, one request, by hand: what is to go wrong has to be written by hand."""

    def __init__(self, host, port):
        self.host, self.port = host, port

    async def __aenter__(self):
        self.reader, self.writer = await asyncio.open_connection(self.host, self.port)
        return self

    async def __aexit__(self, *_):
        self.writer.transport.abort()

    def post(self, path, body, marker):
        data = json.dumps(body).encode()
        self.writer.write(
            f"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\n"
            f"x-request-id: {marker}\r\nContent-Length: {len(data)}\r\n\r\n".encode() + data)

    async def head(self):
        head = (await self.reader.readuntil(b"\r\n\r\n")).decode("latin-1")
        fields = dict(line.split(": ", 1) for line in head.split("\r\n")[1:] if ": " in line)
        return int(head.split(" ", 2)[1]), {name.lower(): value for name, value in fields.items()}

    async def chunks(self):
        while size := int(await self.reader.readline() or b"0", 16):
            yield await self.reader.readexactly(size)
            await self.reader.readexactly(2)

    async def events(self, pause=0.0):
        buffer = b""
        async for chunk in self.chunks():
            buffer += chunk
            while b"\n\n" in buffer:
                event, buffer = buffer.split(b"\n\n", 1)
                if event.startswith(b"data: "):
                    yield event[6:].decode()
            if pause:
                await asyncio.sleep(pause)


def request(number, **more):
    text = f"What is {number} + {random.randrange(900)}?"
    return {"model": model, "messages": [{"role": "user", "content": text}], "stream": True, "max_tokens": 120, **more}


async def check(status, fields, marker):
    """What every answer says of itself is of its own request."""
    counts[f"status {status}"] += 1
    if fields.get("x-request-id") != marker:
        fault(f"{marker} was answered as {fields.get('x-request-id')}")
    if status in (429, 503) and "retry-after" not in fields:
        fault(f"{marker}: {status} without Retry-After")
    if status == 429:
        # For less time than it is asked to.
        await asyncio.sleep(random.random())
    return status == 200


async def reads(client, marker, pause=0.0):
    begin = time.monotonic()
    client.post("/v1/chat/completions", request(random.randrange(900)), marker)
    if not await check(*await client.head(), marker):
        return
    own = None
    last = None
    has_begun = False
    async for data in client.events(pause):
        last = data
        if data == "[DONE]":
            break
        chunk = json.loads(data)
        if "error" in chunk:
            counts["error in a stream"] += 1
            return
        if not has_begun and any(choice["delta"].get("content") or choice["delta"].get("reasoning") for choice in chunk["choices"]):
            has_begun = True
            waits.append(time.monotonic() - begin)
        own = own or chunk["id"]
        if chunk["id"] != own:
            fault(f"{marker}: a chunk of {chunk['id']} in {own}")
    if own in ids:
        fault(f"{own} was sent twice")
    ids.add(own)
    if last != "[DONE]":
        fault(f"{marker}: the stream ends without [DONE]")
    counts["streams read to the end"] += 1


async def echoes(client, marker):
    """Only this client's text can begin the answer."""
    text = f"{marker} says: "
    client.post("/v1/completions", {"model": model, "prompt": text, "echo": True, "max_tokens": 8}, marker)
    status, fields = await client.head()
    if not await check(status, fields, marker):
        return
    body = json.loads(await client.reader.readexactly(int(fields["content-length"])))
    if not body["choices"][0]["text"].startswith(text):
        fault(f"{marker} got the text of another: {body['choices'][0]['text'][:40]!r}")
    counts["echoes"] += 1


async def hangs_up(client, marker):
    client.post("/v1/chat/completions", request(random.randrange(900), max_tokens=2000, ignore_eos=True), marker)
    if random.random() < 0.3:
        counts["hung up before the answer"] += 1
        return
    if await check(*await client.head(), marker):
        async for _ in client.events():
            if random.random() < 0.1:
                break
    counts["hung up"] += 1


async def dawdles(client, marker):
    await reads(client, marker, pause=0.05)


async def garbage(client, _):
    kind = random.randrange(4)
    if kind == 0:
        client.writer.write(random.randbytes(random.randrange(1, 4000)))
    elif kind == 1:
        client.writer.write(b"POST /v1/chat/completions HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Type: application/json\r\n\r\n{{{{{")
    elif kind == 2:
        client.writer.write(b"POST /v1/responses HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Type: application/json\r\n\r\nzz\r\n")
    else:
        client.writer.write(b"GET /" + b"a" * random.randrange(1, 30000) + b" HTTP/1.1\r\nHost: a\r\n\r\n")
    client.writer.write_eof()
    answer = await client.reader.read(1 << 16)
    if answer and not answer.startswith(b"HTTP/1.1 4") and not answer.startswith(b"HTTP/1.1 501") and not answer.startswith(b"HTTP/1.1 505"):
        fault(f"garbage was answered with {answer[:40]!r}")
    counts["garbage"] += 1


async def run(host, port, end, number):
    kinds = [(reads, 50), (echoes, 15), (hangs_up, 15), (dawdles, 5), (garbage, 15)]
    serial = 0
    while time.monotonic() < end:
        serial += 1
        marker = f"soak-{number}-{serial}"
        [kind] = random.choices([k for k, _ in kinds], [w for _, w in kinds])
        try:
            async with asyncio.timeout(180), Client(host, port) as client:
                await kind(client, marker)
        except TimeoutError:
            fault(f"{marker} ({kind.__name__}) was not over after 180 s")
        except (ConnectionError, asyncio.IncompleteReadError) as error:
            counts[f"{kind.__name__}: {type(error).__name__}"] += 1
        await asyncio.sleep(random.random() * 0.02)


async def get(host, port, path):
    async with Client(host, port) as client:
        client.writer.write(f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
        status, _ = await client.head()
        return status, (await client.reader.read()).decode()


def standing(pid):
    """MiB that are the process's own (mapped weights come and go), descriptors, threads."""
    with open(f"/proc/{pid}/status") as status:
        fields = dict(line.split(":", 1) for line in status)
    return int(fields["RssAnon"].split()[0]) / 1024, len(os.listdir(f"/proc/{pid}/fd")), int(fields["Threads"])


def processor_seconds(pid):
    with open(f"/proc/{pid}/stat") as stat:
        fields = stat.read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def watch(pid, end, samples):
    start = time.monotonic()
    while time.monotonic() < end:
        samples.append(standing(pid))
        if len(samples) % 60 == 0:
            memory, descriptors, threads = samples[-1]
            print(f"{(time.monotonic() - start) / 60:.0f} min: {sum(v for k, v in counts.items() if k.startswith('status'))} answers,"
                  f" {counts['garbage']} times garbage, {len(faults)} faults; {memory:.1f} MiB, {descriptors} descriptors, {threads} threads",
                  flush=True)
        await asyncio.sleep(1)


def quantile(values, share):
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


async def main():
    global model
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", required=True)
    parser.add_argument("--pid", type=int, required=True)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--clients", type=int, default=32)
    options = parser.parse_args()
    url = urllib.parse.urlsplit(options.url)
    if url.hostname not in ("127.0.0.1", "localhost", "::1"):
        sys.exit("on loopback only")
    host, port = url.hostname, url.port
    model = json.loads((await get(host, port, "/v1/models"))[1])["data"][0]["id"]
    start = time.monotonic()
    end = start + options.minutes * 60
    samples = []
    before, used = standing(options.pid), processor_seconds(options.pid)
    print(f"{options.clients} clients for {options.minutes:g} minutes; at first {before[0]:.1f} MiB, {before[1]} descriptors, {before[2]} threads",
          flush=True)
    await asyncio.gather(watch(options.pid, end, samples), *(run(host, port, end, n) for n in range(options.clients)))
    elapsed = time.monotonic() - start
    # Connections that are being closed have the time that the server gives them for it, and the engine its step.
    for _ in range(20):
        await asyncio.sleep(1)
        health = json.loads((await get(host, port, "/health"))[1])
        after = standing(options.pid)
        if not health["running"] and not health["waiting"] and after[1] <= before[1] + 2:
            break
    if health["running"] or health["waiting"]:
        fault(f"left over: {health}")
    if after[1] > before[1] + 2:
        fault(f"{after[1]} descriptors are open, {before[1]} were")
    for name, count in sorted(counts.items()):
        print(f"{count:8} {name}")
    answers = sum(count for name, count in counts.items() if name.startswith("status"))
    print(f"{answers + counts['garbage']} answers in {elapsed:.0f} s; {processor_seconds(options.pid) - used:.0f} s of processor time")
    if waits:
        print("first token after, s: median", *(f"{quantile(waits, share):.2f}{text}" for share, text in
                                                [(0.5, ","), (0.9, " (90 %),"), (0.99, " (99 %),"), (1, " (longest)")]))
    quarter = max(1, len(samples) // 4)
    means = [sum(sample[0] for sample in samples[i * quarter:(i + 1) * quarter]) / quarter for i in range(4)]
    print("own memory, MiB, mean of each quarter:", " ".join(f"{mean:.1f}" for mean in means),
          f"highest {max(sample[0] for sample in samples):.1f}, at the end {after[0]:.1f}")
    print(f"descriptors: {before[1]} at first, {max(sample[1] for sample in samples)} at most, {after[1]} at the end;"
          f" threads: {before[2]}, {max(sample[2] for sample in samples)}, {after[2]}")
    if means[3] > means[1] * 1.05 + 8:
        fault("memory grew")
    print("faults:", len(faults))
    sys.exit(1 if faults else 0)


asyncio.run(main())
