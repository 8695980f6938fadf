"""A corpus as a text file (an input a line, in hex; "-" is the empty one), and as the folder that libFuzzer wants.

    corpus.py unpack FILE FOLDER
    corpus.py pack FOLDER FILE     the smallest inputs first, and no more than fit the file's bound
"""

import hashlib
import pathlib
import sys

MOST_BYTES = 64 * 1024  # of a file in the repository


def unpack(file, folder):
    folder.mkdir(parents=True, exist_ok=True)
    for line in file.read_text().split():
        data = b"" if line == "-" else bytes.fromhex(line)
        (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)


def pack(folder, file):
    lines = sorted({path.read_bytes().hex() or "-" for path in folder.iterdir()},
                   key=lambda digits: (len(digits), digits))
    kept, size = [], 0
    for line in lines:
        size += len(line) + 1
        if size > MOST_BYTES:
            break
        kept.append(line)
    file.write_text("\n".join(kept) + "\n")


if __name__ == "__main__":
    verb, source, target = sys.argv[1], *map(pathlib.Path, sys.argv[2:])
    {"unpack": unpack, "pack": pack}[verb](source, target)
