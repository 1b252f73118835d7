"""The client of 2012, boto 2, which dataduct and pipewelder are built on: the 16 operations that it knows, in its own
words. Prints each as it was answered rightly. Its Python has no boto3, so it stands apart from the other tests."""

import os
import time
import uuid
from urllib.parse import urlsplit

from boto.datapipeline import exceptions
from boto.datapipeline.layer1 import DataPipelineConnection
from boto.regioninfo import RegionInfo


def text(key, value):
    return {"key": key, "stringValue": value}


def connect():
    place = urlsplit(os.environ["AWS_ENDPOINT_URL"])
    region = RegionInfo(name=os.environ["AWS_DEFAULT_REGION"], endpoint=place.hostname)
    connection = DataPipelineConnection(region=region, is_secure=False, port=place.port)
    # Else it takes a part of the address for the region.
    connection.auth_region_name = region.name
    return connection


def until(ask, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        answer = ask()
        if answer:
            return answer
        time.sleep(0.2)
    raise AssertionError(f"not within {seconds} s")


def run():
    client = connect()
    said = set()

    def tell(operation, *args, **more):
        answer = getattr(client, operation)(*args, **more)
        said.add(operation)
        return answer

    name = f"boto2-{uuid.uuid4().hex[:10]}"
    group = f"group-{name}"
    objects = [
        {"id": "Default", "name": "Default", "fields": [text("scheduleType", "cron"), {"key": "schedule", "refValue": "Daily"}]},
        {"id": "Daily", "name": "Daily", "fields": [text("type", "Schedule"), text("period", "1 day"), text("startAt", "FIRST_ACTIVATION_DATE_TIME")]},
        {"id": "Work", "name": "Work", "fields": [text("type", "ShellCommandActivity"), text("command", "echo hello"), text("workerGroup", group), text("maximumRetries", "0")]},
    ]
    pipeline = tell("create_pipeline", name, name, "made by boto 2")["pipelineId"]
    assert tell("create_pipeline", name, name, "made by boto 2")["pipelineId"] == pipeline
    assert pipeline in [one["id"] for one in tell("list_pipelines")["pipelineIdList"]]
    [described] = tell("describe_pipelines", [pipeline])["pipelineDescriptionList"]
    assert (described["name"], described["description"]) == (name, "made by boto 2")
    assert tell("validate_pipeline_definition", objects, pipeline)["errored"] is False
    assert tell("put_pipeline_definition", objects, pipeline)["errored"] is False
    assert tell("get_pipeline_definition", pipeline)["pipelineObjects"] == objects
    tell("activate_pipeline", pipeline)
    assert tell("report_task_runner_heartbeat", "r1", group)["terminate"] is False
    poll = lambda: tell("poll_for_task", group, hostname="here").get("taskObject")
    task = until(poll)
    assert task["pipelineId"] == pipeline
    assert tell("report_task_progress", task["taskId"])["canceled"] is False
    query = {"selectors": [{"fieldName": "@componentParent", "operator": {"type": "REF_EQ", "values": ["Work"]}}]}
    [instance] = tell("query_objects", pipeline, "INSTANCE", query=query)["ids"]
    assert tell("evaluate_expression", pipeline, "#{command}!", instance)["evaluatedExpression"] == "echo hello!"

    def status():
        [one] = tell("describe_objects", [instance], pipeline)["pipelineObjects"]
        return {field["key"]: field.get("stringValue") for field in one["fields"]}["@status"]

    tell("set_task_status", task["taskId"], "FAILED", error_id="Said", error_message="No.")
    until(lambda: status() == "FAILED")
    tell("set_status", [instance], "RERUN", pipeline)
    again = until(poll)
    assert again["attemptId"] != task["attemptId"]
    tell("set_task_status", again["taskId"], "FINISHED")
    until(lambda: status() == "FINISHED")
    tell("delete_pipeline", pipeline)
    try:
        client.get_pipeline_definition(pipeline)
        raise AssertionError("a deleted pipeline still has a definition")
    except (exceptions.PipelineDeletedException, exceptions.PipelineNotFoundException):
        pass
    for operation in sorted(said):
        print(operation)


run()
