/** Texts of our own, each odd in its own way. */
export const cliText = `{
  // Where it all begins.
  "objects": [
    {
      "id": "Default",
      "name": "Default",
      "scheduleType": "cron", // or timeseries
      "schedule": { "ref": "Daily" },
      "pipelineLogUri": "#{myLogs}"
    },
    { "id": "Daily", "name": "Every day", "type": "Schedule", "period": "1 day", "startDateTime": "2024-01-01T00:00:00" },
    {
      "id": "Raw", /* bought data */
      "type": "S3DataNode",
      "directoryPath": "s3://#{myBucket}/raw/#{format(@scheduledStartTime, 'YYYY-MM-dd')}"
    },
    // The heart of it.
    {
      "id": "Train",
      "name": "Train the model",
      "type": "ShellCommandActivity",
      "command": "python train.py --bucket #{myBucket}",
      "scriptArgument": "--fast",
      "scriptArgument": "--deep", // twice, as the guide writes it
      "input": [{ "ref": "Raw" }, { "ref": "Labels" }],
      "dependsOn": [
        { "ref": "Check" },
        // after the other
        { "ref": "Clean" }
      ],
      "securityGroups": [],
      "runsOn": { "ref": "Machine" }
    },
    { "id": "Machine", "name": "Machine", "type": "Ec2Resource", "terminateAfter": "2 Hours", },
    { "id": "Labels", "type": "S3DataNode", "filePath": "s3://labels" }, { "id": "Check", "type": "ShellCommandActivity", "command": "true" },
    {
      "id": "Clean",
      "type": "ShellCommandActivity",
      "command": "rm -rf \\"#{myBucket}\\"",
      "dependsOn": { "ref": "Check" }
    }
    // Nothing more.
  ],
  "parameters": [
    { "id": "myBucket", "type": "String", "description": "A bucket", "allowedValues": ["a", "b"] },
    {
      "id": "myLogs", // a folder
      "type": "AWS::S3::ObjectKey"
    }
  ],
  "values": {
    "myBucket": "a", // for now
    "myLogs": "s3://logs/"
  }
}
`

const apiText = `{
  "pipelineId": "df-0123",
  "pipelineObjects": [
    {
      "id": "Default",
      "name": "Default",
      "fields": [
        { "key": "schedule", "refValue": "Daily" },
        { "key": "pipelineLogUri", "stringValue": "#{myLogs}" }
      ]
    },
    { "id": "Daily", "name": "Every day", "fields": [
      { "key": "type", "stringValue": "Schedule" },
      { "key": "period", "stringValue": "1 day" } ] },
    {
      "fields": [
        { "stringValue": "ShellCommandActivity", "key": "type" },
        { "key": "command", "stringValue": "echo #{myBucket}" },
        { "key": "dependsOn", "refValue": "Check" }, // first
        { "key": "dependsOn", "refValue": "Clean" }
      ],
      "name": "Train",
      "id": "Train"
    },
    { "id": "Check", "name": "Check", "fields": [] },
    { "id": "Clean", "name": "Clean", "fields": [{ "key": "dependsOn", "refValue": "Check" }] }
  ],
  "parameterObjects": [
    { "id": "myBucket", "attributes": [{ "key": "type", "stringValue": "String" }] },
    { "id": "myLogs", "attributes": [{ "key": "type", "stringValue": "AWS::S3::ObjectKey" }] }
  ],
  "parameterValues": [
    { "id": "myBucket", "stringValue": "a" },
    { "id": "myLogs", "stringValue": "s3://logs/" }
  ]
}`

/** One line, no blanks; and the same with other line ends and a byte order mark. */
const tightText =
  '{"objects":[{"id":"Default","name":"Default","schedule":{"ref":"Daily"}},{"id":"Daily","type":"Schedule","period":"1 day"},{"id":"Train","type":"ShellCommandActivity","command":"echo #{myBucket}","dependsOn":[{"ref":"Check"},{"ref":"Clean"}]},{"id":"Check","type":"ShellCommandActivity"},{"id":"Clean","type":"ShellCommandActivity"}],"parameters":[{"id":"myBucket","type":"String"}],"values":{"myBucket":"a"}}'

const windowsText = `\ufeff${cliText.replaceAll('\n', '\r\n')}`

const trailingText = `{
\t"objects": [
\t\t{
\t\t\t"id": "Train",
\t\t\t"type": "ShellCommandActivity",
\t\t\t"command": "echo
 two lines #{myBucket}",
\t\t\t"dependsOn": [{"ref": "Check"}, {"ref": "Clean"},],
\t\t},
\t\t{
\t\t\t"id": "Check"
\t\t\t"type": "ShellCommandActivity",
\t\t},
\t\t{ "id": "Clean", "type": "ShellCommandActivity", },
\t\t{ "id": "Daily", "type": "Schedule" }, // the last
\t],
}
`

const sequenceText = `{
  "id": "Train",
  "type": "ShellCommandActivity",
  "dependsOn": {"ref": "Check"}
},
{
  "id": "Check",
  "type": "ShellCommandActivity"
}`

const singleText = `{
  "id": "Train",
  "type": "ShellCommandActivity"
}
`

export const samples: Readonly<Record<string, string>> = {
  cli: cliText,
  api: apiText,
  tight: tightText,
  windows: windowsText,
  trailing: trailingText,
  sequence: sequenceText,
  single: singleText,
}
