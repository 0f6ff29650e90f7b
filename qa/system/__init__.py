"""What the machine needs: processes apart, threads, whole files, a cache. Knows no letters."""
