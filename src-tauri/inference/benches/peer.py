"""sentence-transformers, measured for the encoder's benchmark.

Reads one JSON object a line, {"texts": [...], "batch": n}; answers each with the seconds it took.
Wants `pip install sentence-transformers`; the model's folder may be given as the only argument.
"""

import json
import sys
import time

from sentence_transformers import SentenceTransformer

model = SentenceTransformer(sys.argv[1] if len(sys.argv) > 1 else "all-MiniLM-L6-v2", device="cpu")
for line in sys.stdin:
    question = json.loads(line)
    wall, cpu = time.perf_counter(), time.process_time()
    model.encode(question["texts"], batch_size=question["batch"], normalize_embeddings=True)
    answer = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
    print(json.dumps(answer), flush=True)
