"""`python timed.py COMMAND …`: runs it and writes one line of JSON: seconds, peak_bytes of its largest process, output."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time

start = time.perf_counter()
done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
seconds = time.perf_counter() - start
peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024  # Linux counts in KiB
print(json.dumps({"seconds": seconds, "peak_bytes": peak, "output": done.stdout, "errors": done.stderr[-2000:]}))
