"""The life of a pipeline with the AWS CLI: made, judged, run, seen to fail, run again, removed."""

import json
import os
import uuid

from conftest import REFUSED, fields_of

HERE = os.path.dirname(__file__)
DEFINITION = f"file://{os.path.join(HERE, 'greeting.json')}"


def test_life_of_a_pipeline(aws, until, tmp_path):
    unique = uuid.uuid4().hex
    create = ["datapipeline", "create-pipeline", "--name", "cli", "--unique-id", unique, "--tags", "key=env,value=test"]
    made = aws(*create)
    pipeline = made["pipelineId"]
    assert aws(*create) == made, "the same name and unique id make the same pipeline"
    me = ["--pipeline-id", pipeline]

    verdict = aws("datapipeline", "put-pipeline-definition", *me, "--pipeline-definition", DEFINITION)
    assert verdict["errored"] is False, verdict
    kept = aws("datapipeline", "get-pipeline-definition", *me)
    assert kept["values"] == {"myGreeting": "hello", "myMarker": "/nowhere"}
    assert {thing["id"] for thing in kept["objects"]} == {"Default", "Daily", "Machine", "Greet"}

    marker = tmp_path / "go"
    aws("datapipeline", "activate-pipeline", *me, "--parameter-values", f"myMarker={marker}", "myGreeting=hi")
    [instance] = until(lambda: greetings(aws, me), lambda ids: len(ids) == 1)
    until(lambda: status(aws, me, instance), lambda now: now == "FAILED")

    runs = aws("datapipeline", "list-runs", *me)
    assert instance in runs and "FAILED" in runs
    assert instance in aws("datapipeline", "list-runs", *me, "--status", "failed,running")
    assert instance not in aws("datapipeline", "list-runs", *me, "--status", "finished")

    marker.write_text("")
    aws("datapipeline", "set-status", *me, "--object-ids", instance, "--status", "rerun")
    until(lambda: status(aws, me, instance), lambda now: now == "FINISHED")
    attempts = aws("datapipeline", "query-objects", *me, "--sphere", "ATTEMPT")["ids"]
    assert len([one for one in attempts if one.startswith(instance)]) == 2

    described = aws("datapipeline", "describe-pipelines", "--pipeline-ids", pipeline)["pipelineDescriptionList"][0]
    assert described["tags"] == [{"key": "env", "value": "test"}]
    assert "@pipelineState" in fields_of(described)

    assert aws("datapipeline", "delete-pipeline", *me) == ""
    listed = aws("datapipeline", "list-pipelines")["pipelineIdList"]
    assert pipeline not in [one["id"] for one in listed]


def test_a_definition_with_errors_is_kept_and_does_not_run(aws, tmp_path):
    pipeline = aws("datapipeline", "create-pipeline", "--name", "wrong", "--unique-id", uuid.uuid4().hex)["pipelineId"]
    with open(os.path.join(HERE, "greeting.json"), encoding="utf-8") as file:
        definition = json.load(file)
    definition["objects"][3]["runsOn"] = {"ref": "Nobody"}
    path = tmp_path / "wrong.json"
    path.write_text(json.dumps(definition))
    me = ["--pipeline-id", pipeline]
    verdict = aws("datapipeline", "put-pipeline-definition", *me, "--pipeline-definition", f"file://{path}")
    assert verdict["errored"] is True
    assert [found["id"] for found in verdict["validationErrors"]] == ["Greet"]
    refused = aws("datapipeline", "activate-pipeline", *me, code=REFUSED)
    assert "An error occurred (InvalidRequestException) when calling the ActivatePipeline operation" in refused
    aws("datapipeline", "delete-pipeline", *me)


def test_validate_takes_the_shape_of_the_api(aws, tmp_path):
    pipeline = aws("datapipeline", "create-pipeline", "--name", "api", "--unique-id", uuid.uuid4().hex)["pipelineId"]
    objects = [
        {"id": "Default", "name": "Default", "fields": [{"key": "scheduleType", "stringValue": "ondemand"}]},
        {"id": "Odd", "name": "Odd", "fields": [{"key": "type", "stringValue": "NoSuchType"}]},
    ]
    path = tmp_path / "objects.json"
    path.write_text(json.dumps(objects))
    verdict = aws(
        "datapipeline", "validate-pipeline-definition", "--pipeline-id", pipeline, "--pipeline-objects", f"file://{path}"
    )
    assert verdict["errored"] is True
    assert verdict["validationErrors"][0]["id"] == "Odd"
    aws("datapipeline", "delete-pipeline", "--pipeline-id", pipeline)


def test_what_is_not_there_is_said_to_be_so(aws):
    refused = aws("datapipeline", "get-pipeline-definition", "--pipeline-id", "df-NONE", code=REFUSED)
    assert "(PipelineNotFoundException)" in refused


def test_other_services_are_declined_in_words(aws):
    assert "serves Data Pipeline and S3" in aws("sts", "get-caller-identity", code=REFUSED)
    assert "serves Data Pipeline and S3" in aws("lambda", "list-functions", code=REFUSED)


def greetings(aws, me):
    ids = aws("datapipeline", "query-objects", *me, "--sphere", "INSTANCE")["ids"]
    return [one for one in ids if one.startswith("@Greet_")]


def status(aws, me, instance):
    [described] = aws("datapipeline", "describe-objects", *me, "--object-ids", instance)["pipelineObjects"]
    return fields_of(described)["@status"]
