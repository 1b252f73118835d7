import type { LogFile } from '../../api/logs.ts'

/** Logs of the gallery: lines follow from their number, so that any page can be had without the rest. */

const trace = [
  'Traceback (most recent call last):',
  '  File "train.py", line 212, in <module>',
  '    main(parse())',
  '  File "train.py", line 88, in main',
  '    from sklearn.ensemble import GradientBoostingClassifier',
  "ModuleNotFoundError: No module named 'sklearn'",
]

const stamp = (i: number) =>
  new Date(Date.UTC(2026, 4, 4, 3, 22, 40) + i * 37).toISOString().replace('T', ' ').slice(0, 23)

interface Text {
  readonly lines: number
  readonly line: (i: number) => string
}

const long: Text = {
  lines: 2_400_000,
  line: i =>
    i % 9973 === 9972
      ? `${stamp(i)} ERROR shard ${i % 64}: checksum differs, read again`
      : i % 211 === 17
        ? `${stamp(i)} WARN  row ${i * 31} has no customer id, skipped`
        : i % 5 === 3
          ? `${stamp(i)} DEBUG cache hit for block ${(i * 2654435761) % 100000}`
          : `${stamp(i)} INFO  wrote row ${i * 31} to features/part-${String(i % 64).padStart(5, '0')}.csv`,
}

const failed: Text = {
  lines: 46,
  line: i =>
    i < 40
      ? i % 9 === 4
        ? `${stamp(i * 400)} WARNING column tenure_days has ${i * 13} empty values`
        : `${stamp(i * 400)} INFO loading part ${i + 1} of 40 from s3://churn-data/features/`
      : (trace[i - 40] ?? ''),
}

const activity: Text = {
  lines: 9,
  line: i =>
    [
      '04 May 2026 03:22:38,004 [INFO] (TaskRunnerService-0) amazonaws.datapipeline.taskrunner.TaskPoller: Executing: Train',
      '04 May 2026 03:22:38,410 [INFO] (TaskRunnerService-0) amazonaws.datapipeline.objects.S3Helper: Begin Downloading s3://churn-data/features/ to staging',
      '04 May 2026 03:22:40,977 [INFO] (TaskRunnerService-0) amazonaws.datapipeline.objects.S3Helper: Completed Downloading 40 objects',
      '04 May 2026 03:22:41,002 [INFO] (TaskRunnerService-0) amazonaws.datapipeline.objects.CommandRunner: Executing command: python3 train.py --rate 0.3',
      '04 May 2026 03:29:18,665 [ERROR] (TaskRunnerService-0) amazonaws.datapipeline.objects.CommandRunner: Command exited with 1',
      '\tat amazonaws.datapipeline.objects.CommandRunner.run(CommandRunner.java:211)',
      '\tat amazonaws.datapipeline.taskrunner.TaskRunner.execute(TaskRunner.java:97)',
      "04 May 2026 03:29:18,670 [INFO] (TaskRunnerService-0) private.com.amazonaws.LogMessageUtil: Returning tail errorMsg : ModuleNotFoundError: No module named 'sklearn'",
      '04 May 2026 03:29:19,101 [INFO] (HeartBeatService) amazonaws.datapipeline.taskrunner.HeartBeatService: Finished',
    ][i] ?? '',
}

const texts: Readonly<Record<string, Text>> = { StdOutput: long, StdError: failed, Activity: activity }

export const logFiles = (prefix: string): LogFile[] => [
  {
    uri: `${prefix}StdOutput.gz`,
    name: 'StdOutput.gz',
    kind: 'stdout',
    size: long.lines * 76,
    lines: long.lines,
    live: false,
  },
  { uri: `${prefix}StdError.gz`, name: 'StdError.gz', kind: 'stderr', size: 3120, lines: failed.lines, live: false },
  {
    uri: `${prefix}Activity.gz`,
    name: 'Activity.log.gz',
    kind: 'activity',
    size: 1288,
    lines: activity.lines,
    live: false,
  },
]

const textOf = (uri: string): Text => texts[/([A-Za-z]+)\.gz$/.exec(uri)?.[1] ?? ''] ?? failed

export function readText(uri: string, from: number, count: number) {
  const { lines, line } = textOf(uri)
  const last = Math.min(lines, from + count)
  return {
    uri,
    from,
    lines: Array.from({ length: Math.max(0, last - from) }, (_, i) => line(from + i)),
    totalLines: lines,
    live: false,
  }
}

export function searchText(uri: string, pattern: RegExp) {
  const { lines, line } = textOf(uri)
  const hits: number[] = []
  const looked = Math.min(lines, 200_000)
  for (let i = 0; i < looked; i += 1) if (line(i).search(pattern) >= 0) hits.push(i)
  return { lines: hits, total: hits.length, ...(looked < lines && { limit: `the gallery looks at ${looked} lines` }) }
}
