"""All 19 operations with the AWS CLI of the version under test."""

import json

from conftest import fields_of
from operations import PARAMETERS, VALUES, all_operations, as_document, command_of, new_name, objects_for


def test_all_operations(aws, until, tmp_path):
    said = set()

    def tell(command, *args, **more):
        said.add(command)
        return aws("datapipeline", command, *args, **more)

    name, group = new_name("cli"), new_name("group")
    create = ["create-pipeline", "--name", name, "--unique-id", name]
    pipeline = tell(*create)["pipelineId"]
    assert tell(*create)["pipelineId"] == pipeline
    me = ["--pipeline-id", pipeline]

    tell("add-tags", *me, "--tags", "key=env,value=test", "key=team,value=")
    tell("remove-tags", *me, "--tag-keys", "team")
    [described] = tell("describe-pipelines", "--pipeline-ids", pipeline)["pipelineDescriptionList"]
    assert described["tags"] == [{"key": "env", "value": "test"}]
    assert {"id": pipeline, "name": name} in tell("list-pipelines")["pipelineIdList"]

    judged = tell(
        "validate-pipeline-definition",
        *me,
        "--pipeline-objects",
        json.dumps(objects_for(group)),
        "--parameter-objects",
        json.dumps(PARAMETERS),
        "--parameter-values",
        json.dumps(VALUES),
    )
    assert judged["errored"] is False, judged
    assert tell("get-pipeline-definition", *me).get("objects", []) == [], "judging keeps nothing"
    document = tmp_path / "definition.json"
    document.write_text(json.dumps(as_document(group)))
    kept = tell("put-pipeline-definition", *me, "--pipeline-definition", f"file://{document}")
    assert kept["errored"] is False, kept
    assert tell("get-pipeline-definition", *me) == as_document(group)

    tell("activate-pipeline", *me, "--parameter-values", "myWord=goodbye")
    worker = ["--worker-group", group]
    assert tell("report-task-runner-heartbeat", "--taskrunner-id", "r1", *worker)["terminate"] is False

    def poll():
        answer = tell("poll-for-task", *worker, "--hostname", "here")
        return answer["taskObject"] if isinstance(answer, dict) and "taskObject" in answer else None

    task = until(poll, bool)
    assert task["pipelineId"] == pipeline
    [work] = [one for one in task["objects"].values() if "command" in fields_of(one)]
    assert fields_of(work)["command"] == "echo goodbye"
    progress = tell("report-task-progress", "--task-id", task["taskId"], "--fields", "key=percent,stringValue=50")
    assert progress["canceled"] is False

    query = json.dumps({"selectors": [{"fieldName": "@componentParent", "operator": {"type": "REF_EQ", "values": ["Work"]}}]})
    [instance] = tell("query-objects", *me, "--sphere", "INSTANCE", "--objects-query", query)["ids"]

    def status():
        [one] = tell("describe-objects", *me, "--object-ids", instance)["pipelineObjects"]
        return fields_of(one)["@status"]

    assert status() == "RUNNING"
    expression = ["--object-id", instance, "--expression", "#{myWord}!"]
    assert tell("evaluate-expression", *me, *expression)["evaluatedExpression"] == "goodbye!"
    failed = ["--task-status", "FAILED", "--error-id", "Said", "--error-message", "No."]
    tell("set-task-status", "--task-id", task["taskId"], *failed)
    until(status, lambda now: now == "FAILED")
    tell("set-status", *me, "--object-ids", instance, "--status", "RERUN")
    again = until(poll, bool)
    assert again["attemptId"] != task["attemptId"]
    tell("set-task-status", "--task-id", again["taskId"], "--task-status", "FINISHED")
    until(status, lambda now: now == "FINISHED")

    tell("deactivate-pipeline", *me, "--cancel-active")
    tell("delete-pipeline", *me)
    assert pipeline not in [one["id"] for one in tell("list-pipelines")["pipelineIdList"]]
    assert said == {command_of(operation) for operation in all_operations()}
