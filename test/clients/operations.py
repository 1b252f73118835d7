"""The life of one pipeline that takes all 19 operations: what it is made of, whatever client tells it."""

import re
import uuid

import boto3

WORDS = re.compile(r"(?<!^)(?=[A-Z])")


def text(key, value):
    return {"key": key, "stringValue": value}


def all_operations():
    """Names as the model of the API has them, such as `PollForTask`."""
    return set(boto3.client("datapipeline").meta.service_model.operation_names)


def command_of(operation):
    """`PollForTask` as the AWS CLI calls it."""
    return WORDS.sub("-", operation).lower()


def new_name(kind):
    return f"{kind}-{uuid.uuid4().hex[:10]}"


def objects_for(group):
    """A pipeline of one step, done by whoever polls for the group, each day from its activation on."""
    return [
        {
            "id": "Default",
            "name": "Default",
            "fields": [text("scheduleType", "cron"), {"key": "schedule", "refValue": "Daily"}],
        },
        {
            "id": "Daily",
            "name": "Daily",
            "fields": [
                text("type", "Schedule"),
                text("period", "1 day"),
                text("startAt", "FIRST_ACTIVATION_DATE_TIME"),
            ],
        },
        {
            "id": "Work",
            "name": "Work",
            "fields": [
                text("type", "ShellCommandActivity"),
                text("command", "echo #{myWord}"),
                text("workerGroup", group),
                text("maximumRetries", "0"),
            ],
        },
    ]


PARAMETERS = [{"id": "myWord", "attributes": [text("type", "String")]}]
VALUES = [{"id": "myWord", "stringValue": "hello"}]


def as_document(group):
    """The same in the form of a definition file."""

    def flat(thing):
        fields = {f["key"]: f.get("stringValue") or {"ref": f["refValue"]} for f in thing["fields"]}
        return {"id": thing["id"], "name": thing["name"], **fields}

    return {
        "objects": [flat(thing) for thing in objects_for(group)],
        "parameters": [{"id": "myWord", "type": "String"}],
        "values": {"myWord": "hello"},
    }
