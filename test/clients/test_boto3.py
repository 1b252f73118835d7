"""boto3 as a program uses it: waiting for a worker's task, typed exceptions, pages."""

import uuid

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError
from conftest import fields_of
from operations import PARAMETERS as PARAMETER_OBJECTS
from operations import VALUES, objects_for, text


PARAMETERS = {"parameterObjects": PARAMETER_OBJECTS, "parameterValues": VALUES}


@pytest.fixture
def pipeline(datapipeline):
    made = datapipeline.create_pipeline(name="boto", uniqueId=uuid.uuid4().hex)["pipelineId"]
    yield made
    datapipeline.delete_pipeline(pipelineId=made)


def test_a_worker_in_python_does_the_work(datapipeline, pipeline, until):
    group = f"group-{uuid.uuid4().hex[:8]}"
    assert datapipeline.put_pipeline_definition(pipelineId=pipeline, pipelineObjects=objects_for(group), **PARAMETERS)["errored"] is False
    datapipeline.activate_pipeline(pipelineId=pipeline, parameterValues=[{"id": "myWord", "stringValue": "goodbye"}])

    polled = until(lambda: datapipeline.poll_for_task(workerGroup=group, hostname="here"), lambda got: "taskObject" in got)
    task = polled["taskObject"]
    [work] = [one for one in task["objects"].values() if "command" in fields_of(one)]
    assert fields_of(work)["command"] == "echo goodbye"
    assert datapipeline.report_task_progress(taskId=task["taskId"], fields=[text("progress", "50")])["canceled"] is False
    assert datapipeline.report_task_runner_heartbeat(taskrunnerId="r1", workerGroup=group)["terminate"] is False
    datapipeline.set_task_status(taskId=task["taskId"], taskStatus="FAILED", errorId="Said", errorMessage="No.")

    instances = [one for one in ids(datapipeline, pipeline, "INSTANCE") if one.startswith("@Work_")]
    status = lambda: fields_of(describe(datapipeline, pipeline, instances)[0])
    assert until(status, lambda now: now["@status"] == "FAILED")["@componentParent"] == "Work"
    datapipeline.set_status(pipelineId=pipeline, objectIds=instances, status="RERUN")
    again = until(lambda: datapipeline.poll_for_task(workerGroup=group), lambda got: "taskObject" in got)["taskObject"]
    assert again["attemptId"] != task["attemptId"]
    datapipeline.set_task_status(taskId=again["taskId"], taskStatus="FINISHED")
    until(status, lambda now: now["@status"] == "FINISHED")

    said = datapipeline.evaluate_expression(pipelineId=pipeline, objectId=instances[0], expression="#{myWord}!")
    assert said["evaluatedExpression"] == "goodbye!"


def test_a_definition_comes_back_as_it_was_put(datapipeline, pipeline):
    objects = objects_for("nobody")
    datapipeline.put_pipeline_definition(pipelineId=pipeline, pipelineObjects=objects, **PARAMETERS)
    got = datapipeline.get_pipeline_definition(pipelineId=pipeline)
    assert got["pipelineObjects"] == objects
    assert got["parameterObjects"] == PARAMETERS["parameterObjects"]
    assert got["parameterValues"] == PARAMETERS["parameterValues"]


def test_tags(datapipeline, pipeline):
    datapipeline.add_tags(pipelineId=pipeline, tags=[{"key": "a", "value": "1"}, {"key": "b", "value": "2"}])
    datapipeline.remove_tags(pipelineId=pipeline, tagKeys=["a"])
    described = datapipeline.describe_pipelines(pipelineIds=[pipeline])["pipelineDescriptionList"][0]
    assert described["tags"] == [{"key": "b", "value": "2"}]


def test_exceptions_are_typed(datapipeline, pipeline):
    errors = datapipeline.exceptions
    with pytest.raises(errors.PipelineNotFoundException):
        datapipeline.get_pipeline_definition(pipelineId="df-NONE")
    with pytest.raises(errors.TaskNotFoundException):
        datapipeline.set_task_status(taskId="none", taskStatus="FINISHED")
    with pytest.raises(errors.InvalidRequestException):
        datapipeline.query_objects(pipelineId=pipeline, sphere="ELSEWHERE")
    with pytest.raises(errors.InvalidRequestException):
        datapipeline.put_pipeline_definition(pipelineId=pipeline, pipelineObjects=[{"id": "x", "name": "x", "fields": [text("type", "")]}])
    gone = datapipeline.create_pipeline(name="gone", uniqueId=uuid.uuid4().hex)["pipelineId"]
    datapipeline.delete_pipeline(pipelineId=gone)
    with pytest.raises((errors.PipelineDeletedException, errors.PipelineNotFoundException)):
        datapipeline.activate_pipeline(pipelineId=gone)


def test_requests_that_the_client_would_not_send_are_refused_by_the_server(datapipeline):
    careless = boto3.client("datapipeline", config=Config(parameter_validation=False, retries={"total_max_attempts": 1}))
    for wrong, code in [
        ({"name": "x"}, "ValidationException"),
        ({"name": "", "uniqueId": "u"}, "ValidationException"),
        ({"name": "x" * 1025, "uniqueId": "u"}, "ValidationException"),
    ]:
        with pytest.raises(ClientError) as caught:
            careless.create_pipeline(**wrong)
        assert caught.value.response["Error"]["Code"] == code
        assert "validation error detected" in caught.value.response["Error"]["Message"]
        assert caught.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400


def test_keys_that_are_not_ours_are_refused():
    for keys, code in [
        ({"aws_access_key_id": "AKIDNOBODY", "aws_secret_access_key": "x"}, "UnrecognizedClientException"),
        ({"aws_secret_access_key": "x", "aws_access_key_id": boto3.Session().get_credentials().access_key}, "InvalidSignatureException"),
    ]:
        with pytest.raises(ClientError) as caught:
            boto3.client("datapipeline", config=Config(retries={"total_max_attempts": 1}), **keys).list_pipelines()
        assert caught.value.response["Error"]["Code"] == code


def ids(client, pipeline, sphere):
    pages = client.get_paginator("query_objects").paginate(pipelineId=pipeline, sphere=sphere)
    return [one for page in pages for one in page["ids"]]


def describe(client, pipeline, names):
    pages = client.get_paginator("describe_objects").paginate(pipelineId=pipeline, objectIds=names)
    return [one for page in pages for one in page["pipelineObjects"]]
