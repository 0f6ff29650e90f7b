"""How the shipped encoder was made, from data to weights. Not imported at run time."""

import os

# Threads that wait must sleep: where another program uses one of two cores, spinning makes
# training three times slower. Read when torch is first imported.
os.environ.setdefault("OMP_WAIT_POLICY", "passive")
os.environ.setdefault("GOMP_SPINCOUNT", "0")
