"""The peer that Aside's indexing is measured against: markitdown, sentence-transformers and FAISS.

    python index.py KNOWLEDGE_FOLDER [MODEL_FOLDER]

Converts every file below the folder, cuts the text into pieces of about as many words as Aside's
passages have, embeds them in batches of 32 on all cores, and adds them to an exact index. It is
given every advantage that costs no care: the model is loaded and warm before the clock starts, plain
text is read without a converter, texts of like length share a batch (sentence-transformers sorts
them itself), and nothing is stored on the disk, though Aside stores all of it. Prints one JSON object.

Needs: pip install torch sentence-transformers faiss-cpu "markitdown[docx,pdf,pptx,xlsx]"
"""

import json
import os
import re
import resource
import sys
import time

import faiss
import numpy
import torch
from markitdown import MarkItDown
from sentence_transformers import SentenceTransformer
from sentence_transformers.models import Normalize, Pooling, Transformer

WORDS = 120
"""Words of a piece: its tokens are then about those of a passage of Aside, about 200 at most."""

PLAIN = {".md", ".mdx", ".txt"}


def cpu_seconds():
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def pieces(text):
    """Sections by their headings, long ones in parts."""
    for section in re.split(r"(?m)^(?=#{1,6} )", text):
        words = section.split()
        for start in range(0, len(words), WORDS):
            yield " ".join(words[start : start + WORDS])


def read(converter, path):
    if os.path.splitext(path)[1].lower() in PLAIN:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    return converter.convert(path).text_content


def load(name):
    """A model by its name, or from a folder that has its weights alone, such as Aside's."""
    if os.path.isdir(name) and not os.path.exists(os.path.join(name, "modules.json")):
        words = Transformer(name, max_seq_length=256)
        mean = Pooling(words.auto_model.config.hidden_size, "mean")
        return SentenceTransformer(modules=[words, mean, Normalize()], device="cpu")
    return SentenceTransformer(name, device="cpu")


def main():
    folder = sys.argv[1]
    model_name = sys.argv[2] if len(sys.argv) > 2 else "sentence-transformers/all-MiniLM-L6-v2"
    cores = len(os.sched_getaffinity(0))
    torch.set_num_threads(cores)
    model = load(model_name)
    model.encode(["warm up"] * 64, batch_size=32)
    converter = MarkItDown()

    start, cpu = time.perf_counter(), cpu_seconds()
    texts, files, failed = [], 0, 0
    for place, _, names in os.walk(folder):
        for name in sorted(names):
            try:
                text = read(converter, os.path.join(place, name))
            except Exception:
                failed += 1
                continue
            files += 1
            texts.extend(pieces(text))
    converted = time.perf_counter()
    with torch.inference_mode():
        vectors = model.encode(texts, batch_size=32, normalize_embeddings=True)
    index = faiss.IndexFlatIP(vectors.shape[1])
    index.add(numpy.ascontiguousarray(vectors, dtype=numpy.float32))
    end = time.perf_counter()
    tokens = sum(len(ids) for ids in model.tokenizer(texts, truncation=True, max_length=256)["input_ids"])
    print(
        json.dumps(
            {
                "files": files,
                "failed": failed,
                "chunks": len(texts),
                "tokens": tokens,
                "convert_seconds": round(converted - start, 2),
                "seconds": round(end - start, 2),
                "cpu_seconds": round(cpu_seconds() - cpu, 2),
                "chunks_per_second": round(len(texts) / (end - converted), 1),
                "tokens_per_second": round(tokens / (end - converted)),
                "cores": cores,
            }
        )
    )


if __name__ == "__main__":
    main()
