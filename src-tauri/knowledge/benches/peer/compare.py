"""Indexes a folder with Aside and with the peer, turn and turn about, and prints both as JSON.

    python compare.py ASIDE KNOWLEDGE_FOLDER MODEL_FOLDER [ROUNDS]

ASIDE is a release build of the command. Run it with the Python that has what index.py needs.
"""

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time


def aside(program, folder):
    with tempfile.TemporaryDirectory() as data:
        command = [program, "index", "--knowledge", folder, "--data", data, "--json"]
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        first = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        start = time.perf_counter()
        second = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
        whole = time.perf_counter() - start
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {
        "files": first["files"],
        "chunks": first["chunks"],
        "seconds": round(first["seconds"], 2),
        "cpu_seconds": round(cpu, 2),
        "again_seconds": round(second["seconds"], 3),
        "again_seconds_with_start_of_the_program": round(whole, 3),
    }


def peer(folder, model):
    script = os.path.join(os.path.dirname(os.path.abspath(__file__)), "index.py")
    command = [sys.executable, script, folder, model]
    return json.loads(subprocess.run(command, check=True, capture_output=True).stdout)


def main():
    program, folder, model = sys.argv[1:4]
    rounds = []
    for _ in range(int(sys.argv[4]) if len(sys.argv) > 4 else 3):
        load = os.getloadavg()[0]
        rounds.append({"load": load, "aside": aside(program, folder), "peer": peer(folder, model)})
        print(json.dumps(rounds[-1]), file=sys.stderr, flush=True)

    def ratio(figure):
        return round(statistics.median(r["peer"][figure] / r["aside"][figure] for r in rounds), 2)

    times = {"seconds": ratio("seconds"), "cpu_seconds": ratio("cpu_seconds")}
    print(json.dumps({"rounds": rounds, "times_the_peer": times}, indent=1))


if __name__ == "__main__":
    main()
