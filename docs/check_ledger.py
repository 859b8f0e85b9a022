#!/usr/bin/env python3
"""Checks what `aside ledger export` printed, masked or in clear: check_ledger.py FILE [HEAD]. HEAD is a hash that was
noted down before: the export must hold its entry. Needs nothing but Python 3; the module blake3 makes it fast."""
import importlib, importlib.util, json, struct, sys, uuid
IV = [0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19]
MIXED = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15), (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]

def compress(cv, block, counter, length, flags):
    v, turn = cv + IV[:4] + [counter & 0xFFFFFFFF, counter >> 32, length, flags], lambda x, n: (x >> n | x << 32 - n) & 0xFFFFFFFF
    for _ in range(7):
        for i, (a, b, c, d) in enumerate(MIXED):
            for word, first, second in ((block[2 * i], 16, 12), (block[2 * i + 1], 8, 7)):
                v[a] = v[a] + v[b] + word & 0xFFFFFFFF
                v[d] = turn(v[d] ^ v[a], first)
                v[c] = v[c] + v[d] & 0xFFFFFFFF
                v[b] = turn(v[b] ^ v[c], second)
        block = [block[i] for i in (2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8)]
    return [v[i] ^ v[i + 8] for i in range(8)]

def node(data, counter, root):
    if len(data) > 1024:
        cut = 1024 << ((len(data) - 1) // 1024).bit_length() - 1
        return compress(IV, node(data[:cut], counter, 0) + node(data[cut:], counter + cut // 1024, 0), 0, 64, 4 | root)
    cv, last = IV, max(len(data) - 1, 0) // 64 * 64
    for start in range(0, last + 1, 64):
        piece, flags = data[start:start + 64], (start == 0) | (2 | root) * (start == last)
        cv = compress(cv, struct.unpack("<16I", piece.ljust(64, b"\0")), counter, len(piece), flags)
    return cv

fast = importlib.util.find_spec("blake3") and importlib.import_module("blake3").blake3
blake3 = lambda data: fast(data).digest() if fast else struct.pack("<8I", *node(data, 0, 8))
previous, count, seen = bytes(32), 0, len(sys.argv) < 3
for count, row in enumerate(map(json.loads, open(sys.argv[1], encoding="utf-8")), 1):
    body = row.get("erased") or row.get("withheld") or blake3(bytes.fromhex(row["salt"]) + row["fact"].encode()).hex()
    about = uuid.UUID(row["conversation"]).bytes if row["conversation"] else bytes(16)
    previous = blake3(struct.pack(">BBQq", 1, row["kind"], row["sequence"], row["at"]) + about + previous + bytes.fromhex(body))
    row["sequence"] == count and row["hash"] == previous.hex() or sys.exit(f"entry {count} is not as it was written")
    seen |= row["hash"] == sys.argv[-1]
print(f"{count} entries, all sound; head {previous.hex()}") if seen else sys.exit(f"the entry that was noted down is missing: {sys.argv[2]}")
