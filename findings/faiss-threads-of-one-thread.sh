#!/bin/sh
# FAISS: omp_set_num_threads(1), called when a server starts, does not hold where the server answers.
#
# One would guess: a setting of the process, as FAISS has no other; its wiki gives it as the way to
# search in a server of many threads without each search starting threads of its own.
# Seen: OpenMP keeps the number for each thread. The thread that called it has 1; every thread that is
# started later has the processors' number again, so searches in a thread pool share out small work
# and their helpers spin beside each other.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q faiss-cpu==1.15.1 numpy==2.4.6
OMP_NUM_THREADS=4 "$folder/venv/bin/python" - <<'PY'
import sys
import threading

import faiss

print("faiss", faiss.__version__)
faiss.omp_set_num_threads(1)
seen = {"the thread that set 1": faiss.omp_get_max_threads()}
thread = threading.Thread(
    target=lambda: seen.update({"a thread started after it": faiss.omp_get_max_threads()})
)
thread.start()
thread.join()
for who, number in seen.items():
    print(f"{who}: {number}")
if list(seen.values()) != [1, 4]:
    sys.exit("this has changed: guessed were 1 and 1, seen before 1 and 4")
print("guessed: 1 and 1; seen: 1 and 4")
PY
