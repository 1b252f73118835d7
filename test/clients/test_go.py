"""All 19 operations with the SDK for Go, a compiled one: go/main.go, built by scripts/clients.mjs."""

import os
import subprocess

from operations import all_operations


def test_all_operations():
    done = subprocess.run([os.environ["GO_CLIENT"]], capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    assert set(done.stdout.split()) == all_operations()
