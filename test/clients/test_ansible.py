"""Ansible's community.aws.data_pipeline as it is released: pipeline.yml asks for each state twice."""

import os
import subprocess
import sys


def test_each_state_is_reached_once(tmp_path):
    here = os.path.dirname(__file__)
    play = os.path.join(os.path.dirname(sys.executable), "ansible-playbook")
    env = {**os.environ, "HOME": str(tmp_path), "ANSIBLE_PYTHON_INTERPRETER": sys.executable}
    done = subprocess.run([play, os.path.join(here, "pipeline.yml")], capture_output=True, text=True, env=env, timeout=300)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
