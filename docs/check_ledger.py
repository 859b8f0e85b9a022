#!/usr/bin/env python3
"""Checks what `aside ledger export` printed: check_ledger.py FILE [HEAD]. HEAD is a hash that was noted down
before: the export must hold the entry that has it. Needs nothing but Python 3; the module blake3 makes it fast."""
import json, struct, sys, uuid

IV = [0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19]
ORDER = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8]
MIXED = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15), (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]

def compress(cv, block, counter, length, flags):
    v = cv + IV[:4] + [counter & 0xFFFFFFFF, counter >> 32, length, flags]
    turn = lambda x, n: (x >> n | x << 32 - n) & 0xFFFFFFFF
    for _ in range(7):
        for i, (a, b, c, d) in enumerate(MIXED):
            for word, first, second in ((block[2 * i], 16, 12), (block[2 * i + 1], 8, 7)):
                v[a] = v[a] + v[b] + word & 0xFFFFFFFF
                v[d] = turn(v[d] ^ v[a], first)
                v[c] = v[c] + v[d] & 0xFFFFFFFF
                v[b] = turn(v[b] ^ v[c], second)
        block = [block[i] for i in ORDER]
    return [v[i] ^ v[i + 8] for i in range(8)]

def node(data, counter, root):
    if len(data) > 1024:
        cut = 1024 << ((len(data) - 1) // 1024).bit_length() - 1
        both = node(data[:cut], counter, 0) + node(data[cut:], counter + cut // 1024, 0)
        return compress(IV, both, 0, 64, 4 | root)
    cv, starts = IV, range(0, max(len(data), 1), 64)
    for start in starts:
        piece = data[start:start + 64]
        flags = (start == 0) | 2 * (start == starts[-1]) | root * (start == starts[-1])
        cv = compress(cv, list(struct.unpack("<16I", piece.ljust(64, b"\0"))), counter, len(piece), flags)
    return cv

def blake3(data):
    return struct.pack("<8I", *node(data, 0, 8))

try:
    import blake3 as fast
    blake3 = lambda data: fast.blake3(data).digest()
except ImportError:
    pass

def main(file, head=None):
    previous, count, seen = bytes(32), 0, head is None
    for count, line in enumerate(open(file, encoding="utf-8"), 1):
        row = json.loads(line)
        entry = struct.pack(">BBQq", 1, row["kind"], row["sequence"], row["at"])
        entry += uuid.UUID(row["conversation"]).bytes if row["conversation"] else bytes(16)
        body = bytes.fromhex(row["erased"]) if "erased" in row else blake3(bytes.fromhex(row["salt"]) + row["fact"].encode())
        entry += previous + body
        previous = blake3(entry)
        if row["sequence"] != count or row["hash"] != previous.hex():
            sys.exit(f"entry {count} is not as it was written")
        seen |= row["hash"] == head
    if not seen:
        sys.exit(f"the entry that was noted down is missing: {head}")
    print(f"{count} entries, all sound; head {previous.hex()}")

main(*sys.argv[1:])
