"""Terraform's AWS provider: apply, an empty second plan, the definition read back, destroy."""

import json
import os
import shutil
import subprocess

import pytest
from operations import new_name

HERE = os.path.dirname(__file__)


@pytest.fixture
def terraform(tmp_path):
    shutil.copy(os.path.join(HERE, "terraform", "main.tf"), tmp_path)
    # The provider is taken from where it lies, unchanged; so there is no `init`, which only fetches providers.
    rules = f'provider_installation {{\n  dev_overrides {{ "hashicorp/aws" = "{os.environ["TERRAFORM_PROVIDER"]}" }}\n  direct {{}}\n}}\n'
    (tmp_path / "rules.tfrc").write_text(rules)
    env = {
        **os.environ,
        "TF_CLI_CONFIG_FILE": str(tmp_path / "rules.tfrc"),
        "TF_VAR_endpoint": os.environ["AWS_ENDPOINT_URL"],
        "TF_VAR_name": new_name("terraform"),
        "CHECKPOINT_DISABLE": "1",
    }

    def run(command, *args, code=0):
        words = ["terraform", command, "-no-color", *args]
        done = subprocess.run(words, capture_output=True, text=True, env=env, cwd=tmp_path, timeout=240)
        assert done.returncode == code, f"{' '.join(words)} ended with {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    return run


def test_what_is_applied_stays_as_it_is(terraform, datapipeline):
    terraform("apply", "-auto-approve", "-input=false")
    outputs = json.loads(terraform("output", "-json"))
    assert sorted(outputs["objects"]["value"]) == ["Daily", "Default", "Work"]
    # With this flag, 0 means that there is nothing to do and 2 that there is.
    terraform("plan", "-detailed-exitcode", "-input=false")
    [described] = datapipeline.describe_pipelines(pipelineIds=[outputs["pipeline"]["value"]])["pipelineDescriptionList"]
    assert {"key": "env", "value": "test"} in described["tags"]
    terraform("destroy", "-auto-approve", "-input=false")
    assert outputs["pipeline"]["value"] not in [one["id"] for one in datapipeline.list_pipelines()["pipelineIdList"]]
