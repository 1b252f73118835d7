/**
 * A definition that takes a second or two: one step that works, one that fails and tells of it, one that then never
 * runs. With a comment and odd spacing, as people write.
 */
export const small = `{
  // Ours, since the console went away.
  "objects": [
    { "id": "Default", "name": "Default", "scheduleType": "ondemand", "failureAndRerunMode": "CASCADE",
      "role": "DataPipelineDefaultRole", "resourceRole": "DataPipelineDefaultResourceRole",
      "pipelineLogUri": "s3://e2e-small/logs/", "maximumRetries": "0" },
    { "id": "Machine", "type": "Ec2Resource", "instanceType": "m5.large", "terminateAfter": "1 Hour" },
    { "id": "Greet",   "type": "ShellCommandActivity", "runsOn": { "ref": "Machine" },
      "command": "echo good morning" },
    { "id": "Break",   "type": "ShellCommandActivity", "runsOn": { "ref": "Machine" }, "dependsOn": { "ref": "Greet" },
      "command": "echo 'ERROR: the table orders is not there' >&2; exit 3", "onFail": { "ref": "Tell" } },
    { "id": "Follow",  "type": "ShellCommandActivity", "runsOn": { "ref": "Machine" }, "dependsOn": { "ref": "Break" },
      "command": "echo never" },
    { "id": "Tell",    "type": "SnsAlarm", "role": "DataPipelineDefaultRole",
      "topicArn": "arn:aws:sns:us-east-1:111122223333:e2e",
      "subject": "Something broke", "message": "#{node.name} failed: look at its log" }
  ]
}
`
