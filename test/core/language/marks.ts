import { read } from '../../../src/core/definition/text.ts'
import type { Proposal } from '../../../src/core/language/proposal.ts'

/** A text in which one `|` marks the caret, as a document and an offset. */
export function marked(text: string) {
  const offset = text.indexOf('|')
  if (offset < 0) throw new Error(`No caret in ${text}`)
  return { document: read(text.slice(0, offset) + text.slice(offset + 1)), offset }
}

/** The text after a proposal was taken, with the caret marked; two marks where words are selected. */
export function accepted(text: string, { span, text: inserted, stops }: Proposal): string {
  const [first = { offset: inserted.length, length: 0 }] = stops
  const [before, chosen, after] = [
    inserted.slice(0, first.offset),
    inserted.slice(first.offset, first.offset + first.length),
    inserted.slice(first.offset + first.length),
  ]
  const marks = chosen === '' ? '|' : `|${chosen}|`
  return text.slice(0, span.offset) + before + marks + after + text.slice(span.offset + span.length)
}

/** A pipeline in which there is something of everything; `field` is a member of its activity, with a caret. */
export const pipeline = (field: string): string => `{
  "objects": [
    { "id": "Default", "scheduleType": "cron", "schedule": { "ref": "Daily" }, "pipelineLogUri": "s3://logs/" },
    { "id": "Daily", "type": "Schedule", "period": "1 day", "startDateTime": "2026-01-01T06:00:00" },
    { "id": "Machine", "type": "Ec2Resource", "terminateAfter": "2 hours" },
    { "id": "Orders", "type": "S3DataNode", "directoryPath": "s3://orders/#{format(@scheduledStartTime, 'YYYY-MM-dd')}" },
    { "id": "Alarm", "type": "SnsAlarm", "subject": "#{node.name} failed" },
    {
      "id": "Load",
      "type": "ShellCommandActivity",
      "input": { "ref": "Orders" },
      "runsOn": { "ref": "Machine" },
      "onFail": { "ref": "Alarm" },
      "attemptTimeout": "1 hour",
      "myRegion": "eu",
      ${field}
    }
  ],
  "parameters": [
    { "id": "myBucket", "type": "AWS::S3::ObjectKey", "description": "Where the data lies." },
    { "id": "myDays", "type": "Integer", "default": "3" },
    { "id": "*mySecret", "type": "String" }
  ],
  "values": { "myBucket": "s3://data" }
}
`
