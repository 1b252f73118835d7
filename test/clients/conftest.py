"""A running Pipewright, as clients in Python see it. scripts/clients.mjs starts one and says in AWS_ENDPOINT_URL where."""

import json
import os
import subprocess
import sys
import time
import uuid

import boto3
import pytest
from botocore.config import Config

# The version under test; scripts/clients.mjs names it.
AWS = os.environ.get("AWS_CLI") or os.path.join(os.path.dirname(sys.executable), "aws")
# What the AWS CLI, version 1, ends with when a service refuses; version 2 has its own number for it.
REFUSED = int(os.environ.get("AWS_CLI_REFUSED", "255"))


@pytest.fixture
def aws():
    """Runs the AWS CLI; gives its output, read as JSON where it is that. `code` is the exit code to expect."""

    def run(*args, code=0, stdin=None):
        done = subprocess.run([AWS, "--endpoint-url", os.environ["AWS_ENDPOINT_URL"], *args], capture_output=True, text=True, input=stdin, timeout=120)
        assert done.returncode == code, f"aws {' '.join(args)} ended with {done.returncode}\n{done.stdout}{done.stderr}"
        text = done.stdout if code == 0 else done.stderr
        try:
            return json.loads(text)
        except ValueError:
            return text

    return run


@pytest.fixture
def datapipeline():
    return boto3.client("datapipeline", config=Config(retries={"total_max_attempts": 1}))


@pytest.fixture
def s3():
    return boto3.client("s3", config=Config(signature_version="s3v4", retries={"total_max_attempts": 1}))


@pytest.fixture
def bucket(s3):
    """A bucket of the test's own, gone when it is over."""
    name = f"clients-{uuid.uuid4().hex[:12]}"
    s3.create_bucket(Bucket=name)
    yield name
    for page in s3.get_paginator("list_objects_v2").paginate(Bucket=name):
        for thing in page.get("Contents", []):
            s3.delete_object(Bucket=name, Key=thing["Key"])
    s3.delete_bucket(Bucket=name)


@pytest.fixture
def until():
    """Asks until the answer is the one wanted; fails with the last answer."""

    def wait(ask, wanted, seconds=60):
        end = time.monotonic() + seconds
        answer = ask()
        while not wanted(answer) and time.monotonic() < end:
            time.sleep(0.2)
            answer = ask()
        assert wanted(answer), f"still {answer!r} after {seconds} s"
        return answer

    return wait


def fields_of(described):
    """The fields of an object as a dictionary."""
    return {field["key"]: field.get("stringValue", field.get("refValue")) for field in described["fields"]}
