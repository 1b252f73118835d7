"""Reads templates with tools that are not ours, and prints as JSON what each of them says.

Of a folder of `*.yaml` (CloudFormation) and `*.tf` (Terraform): for each file its complaints, and the definition in the
API's words as cfn-lint's own YAML reader or python-hcl2 understands it.
"""

import json
import re
import sys
from pathlib import Path

import cfnlint.api
import cfnlint.core
import cfnlint.decode
import hcl2

ESCAPES = {"n": "\n", "r": "\r", "t": "\t", '"': '"', "\\": "\\"}
ESCAPE = re.compile(r'\\(u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|[nrt"\\])|(\$\$|%%)(?=\{)', re.S)


def text_of(written):
    """What an HCL literal says; an expression stays as it is written."""
    if not (isinstance(written, str) and len(written) > 1 and written[0] == written[-1] == '"'):
        return written

    def plain(match):
        code, doubled = match.groups()
        if doubled:
            return doubled[0]
        return ESCAPES.get(code) or chr(int(code[1:], 16))

    return ESCAPE.sub(plain, written[1:-1])


def from_terraform(path):
    tree = hcl2.loads(path.read_text("utf-8"))
    [block] = [
        body["pipeline" if "pipeline" in body else '"pipeline"']
        for resource in tree["resource"]
        for kind, body in resource.items()
        if kind.strip('"') == "aws_datapipeline_pipeline_definition"
    ]

    def field(one):
        value = {"refValue": "ref_value", "stringValue": "string_value"}
        return {"key": text_of(one["key"])} | {name: text_of(one[key]) for name, key in value.items() if key in one}

    return {
        "pipelineObjects": [
            {"id": text_of(one["id"]), "name": text_of(one["name"]), "fields": [field(f) for f in one.get("field", [])]}
            for one in block.get("pipeline_object", [])
        ],
        "parameterObjects": [
            {"id": text_of(one["id"]), "attributes": [field(a) for a in one.get("attribute", [])]}
            for one in block.get("parameter_object", [])
        ],
        "parameterValues": [
            {"id": text_of(one["id"]), "stringValue": text_of(one["string_value"])}
            for one in block.get("parameter_value", [])
        ],
    }


def from_cloudformation(path):
    template, problems = cfnlint.decode.decode(str(path))
    if problems:
        raise ValueError("; ".join(str(problem) for problem in problems))
    properties = template["Resources"]["Pipeline"]["Properties"]

    def said(value):
        return value if isinstance(value, str) else json.dumps(value, separators=(",", ":"), ensure_ascii=False)

    def renamed(one):
        return {
            key[0].lower() + key[1:]: [renamed(each) for each in value] if key in ("Fields", "Attributes") else said(value)
            for key, value in one.items()
        }

    lists = ("PipelineObjects", "ParameterObjects", "ParameterValues")
    return {name[0].lower() + name[1:]: [renamed(one) for one in properties.get(name, [])] for name in lists}


# Loaded once: it takes longer than reading a template.
RULES = cfnlint.core.get_rules([], [], [])


def main(folder):
    answers = {}
    for path in sorted(folder.iterdir()):
        if path.suffix not in (".yaml", ".tf"):
            continue
        answer = answers[path.name] = {"complaints": [], "definition": None}
        try:
            if path.suffix == ".tf":
                answer["definition"] = from_terraform(path)
            else:
                found = cfnlint.api.lint(path.read_text("utf-8"), rules=RULES)
                # Warnings are about what the template it came from could do better.
                answer["complaints"] = [f"{one.rule.id} {one.message}" for one in found if one.rule.id[0] == "E"]
                answer["definition"] = from_cloudformation(path)
        except Exception as error:  # told, not thrown: the test says which file it was
            answer["complaints"].append(f"{type(error).__name__}: {error}")
    json.dump(answers, sys.stdout)


main(Path(sys.argv[1]))
