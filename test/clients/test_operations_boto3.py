"""All 19 operations with boto3."""

from botocore import xform_name
from conftest import fields_of
from operations import PARAMETERS, VALUES, all_operations, new_name, objects_for, text


def test_all_operations(datapipeline, until):
    said = set()

    def tell(operation, **members):
        said.add(operation)
        return getattr(datapipeline, xform_name(operation))(**members)

    name, group = new_name("boto3"), new_name("group")
    pipeline = tell("CreatePipeline", name=name, uniqueId=name)["pipelineId"]
    assert tell("CreatePipeline", name=name, uniqueId=name)["pipelineId"] == pipeline
    me = {"pipelineId": pipeline}
    tell("AddTags", **me, tags=[{"key": "env", "value": "test"}, {"key": "team", "value": ""}])
    tell("RemoveTags", **me, tagKeys=["team"])
    [described] = tell("DescribePipelines", pipelineIds=[pipeline])["pipelineDescriptionList"]
    assert described["tags"] == [{"key": "env", "value": "test"}]
    assert {"id": pipeline, "name": name} in tell("ListPipelines")["pipelineIdList"]

    definition = {"pipelineObjects": objects_for(group), "parameterObjects": PARAMETERS, "parameterValues": VALUES}
    assert tell("ValidatePipelineDefinition", **me, **definition)["errored"] is False
    assert tell("GetPipelineDefinition", **me)["pipelineObjects"] == [], "judging keeps nothing"
    assert tell("PutPipelineDefinition", **me, **definition)["errored"] is False
    assert tell("GetPipelineDefinition", **me)["pipelineObjects"] == definition["pipelineObjects"]

    tell("ActivatePipeline", **me, parameterValues=[{"id": "myWord", "stringValue": "goodbye"}])
    assert tell("ReportTaskRunnerHeartbeat", taskrunnerId="r1", workerGroup=group)["terminate"] is False
    task = until(lambda: tell("PollForTask", workerGroup=group).get("taskObject"), bool)
    assert task["pipelineId"] == pipeline
    progress = tell("ReportTaskProgress", taskId=task["taskId"], fields=[text("percent", "50")])
    assert progress["canceled"] is False
    query = {"selectors": [{"fieldName": "@componentParent", "operator": {"type": "REF_EQ", "values": ["Work"]}}]}
    [instance] = tell("QueryObjects", **me, sphere="INSTANCE", query=query)["ids"]

    def status():
        [one] = tell("DescribeObjects", **me, objectIds=[instance])["pipelineObjects"]
        return fields_of(one)["@status"]

    assert status() == "RUNNING"
    evaluated = tell("EvaluateExpression", **me, objectId=instance, expression="#{myWord}!")
    assert evaluated["evaluatedExpression"] == "goodbye!"
    tell("SetTaskStatus", taskId=task["taskId"], taskStatus="FAILED", errorId="Said", errorMessage="No.")
    until(status, lambda now: now == "FAILED")
    tell("SetStatus", **me, objectIds=[instance], status="RERUN")
    again = until(lambda: tell("PollForTask", workerGroup=group).get("taskObject"), bool)
    assert again["attemptId"] != task["attemptId"]
    tell("SetTaskStatus", taskId=again["taskId"], taskStatus="FINISHED")
    until(status, lambda now: now == "FINISHED")

    tell("DeactivatePipeline", **me, cancelActive=True)
    tell("DeletePipeline", **me)
    assert pipeline not in [one["id"] for one in tell("ListPipelines")["pipelineIdList"]]
    assert said == all_operations()
