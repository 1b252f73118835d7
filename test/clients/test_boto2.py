"""boto 2 in a Python of its own: all that it knows of the 19 operations, which lacks the three that came after it."""

import os
import subprocess

from botocore import xform_name
from operations import all_operations

HERE = os.path.dirname(__file__)
YOUNGER = {"AddTags", "RemoveTags", "DeactivatePipeline"}


def test_every_operation_it_knows():
    script = os.path.join(HERE, "boto2_operations.py")
    done = subprocess.run([os.environ["BOTO2_PYTHON"], script], capture_output=True, text=True, timeout=180)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    assert set(done.stdout.split()) == {xform_name(operation) for operation in all_operations() - YOUNGER}
