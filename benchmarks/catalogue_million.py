"""A catalogue of a million rows: reading, packing, opening, drawing, looking up; in processor time.

python benchmarks/catalogue_million.py [tsv|csv|jsonl|txt] [latin|greek]
"""

from __future__ import annotations

import json
import mmap
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from gramc.catalogues.catalogue import Catalogue, pack
from gramc.catalogues.files import read_catalogue
from gramc.catalogues.index import searchable
from gramc.catalogues.selection import Selection, select

ROWS = 1_000_000
SYLLABLES = {
    "latin": "ka lo mi né ru sta ber gen vo prä xi qui ton del her mu sol tri",
    "greek": "κα λο μι νέ ρος στα βέρ γεν βο πρα ξι κυ τον δέλ ερ μου σολ τρι",
}


def made(kind: str, script: str) -> bytes:
    rng = random.Random(1)
    lines = [] if kind in ("txt", "jsonl") else ["value\tid\tweight"]
    for i in range(ROWS):
        words = (
            "".join(rng.choices(SYLLABLES[script].split(), k=rng.randint(2, 4))) for _ in range(3)
        )
        value, weight = " ".join(words).title(), rng.randint(0, 100_000)
        if kind == "txt":
            lines.append(value)
        elif kind == "jsonl":
            lines.append(json.dumps({"value": value, "id": f"Q{i}", "weight": weight}))
        else:
            lines.append(f"{value}\tQ{i}\t{weight}")
    text = "\n".join(lines) + "\n"
    return (text.replace("\t", ",") if kind == "csv" else text).encode()


def main() -> None:
    kind = sys.argv[1] if len(sys.argv) > 1 else "tsv"
    script = sys.argv[2] if len(sys.argv) > 2 else "latin"
    if len(sys.argv) > 3:
        Path(sys.argv[3]).write_bytes(made(kind, script))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"million.{kind}"
        # Made by another process, whose memory does not count.
        subprocess.run([sys.executable, __file__, kind, script, str(path)], check=True)
        measure(kind, path.read_bytes())


def measure(kind: str, data: bytes) -> None:
    def told(what: str, since: float, per: int = 0) -> float:
        spent = time.process_time() - since
        shown = f"{spent / per * 1e6:8.2f} µs" if per else f"{spent:8.3f} s"
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> 10
        print(f"{what:24}{shown}   peak {peak} MB")
        return time.process_time()

    start = since = told(f"{len(data) >> 20} MB of {kind}", time.process_time())
    rows, findings = read_catalogue("X", data, f"x.{kind}")
    assert rows is not None, findings[:3]
    since = told("read and check", since)
    sections = pack(rows, "en-US")
    told("pack", since)
    told("both", start)
    del rows, data
    with tempfile.TemporaryFile() as file:
        places = {}
        for name, section in sections.items():
            places[name] = (file.tell(), file.tell() + len(section))
            file.write(section)
        file.flush()
        view = memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    since = time.process_time()
    catalogue = Catalogue({name: view[a:b] for name, (a, b) in places.items()})
    since = told("open", since)
    chosen = select(catalogue)
    since = told("select all", since)
    chosen = Selection.open(catalogue, chosen.pack())
    numbers = [random.getrandbits(64) for _ in range(100_000)]
    since = time.process_time()
    for number in numbers:
        chosen.draw(number)
    since = told("draw", since, len(numbers))
    drawn = [searchable(catalogue.value(chosen.draw(n)), "en-US") for n in numbers]
    index = catalogue.index
    since = time.process_time()
    index.matches("play", 0)
    since = told("first lookup", since)
    for text in ["play some music", "zzz", "by the way"] * 30_000:
        index.matches(text, 0)
    since = told("lookup without a match", since, 90_000)
    for text in drawn:
        index.matches(text, 0)
    told("lookup with matches", since, len(drawn))


if __name__ == "__main__":
    main()
