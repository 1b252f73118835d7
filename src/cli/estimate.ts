import { estimateCost } from '../core/cost/estimate.ts'
import { textReader } from '../core/cost/read-text.ts'
import { readDefinition } from '../core/formats/index.ts'
import { type Command, jsonOption, onlyFile, printJson, readText, setOption, settings, tellUnread } from './command.ts'

export const estimate: Command = {
  name: 'estimate',
  usage: 'estimate FILE [--set id=value]... [--json]',
  summary: 'What a run would cost on AWS at dated list prices.',
  options: { ...setOption, ...jsonOption },
  async run(values, files) {
    const { definition } = readDefinition(await readText(onlyFile(files, 'estimate FILE')))
    tellUnread(definition, settings(values))
    const report = estimateCost(definition, { readText: textReader(definition, settings(values)) })
    if (values.json) printJson(report)
    else {
      const usd = (value: number | undefined) => (value === undefined ? 'unknown' : `${value.toFixed(4)} USD`)
      for (const line of report.lines)
        process.stdout.write(
          `${usd(line.usd).padStart(12)}  ${line.what}, ${line.quantity}${line.note ? ` (${line.note})` : ''}\n`,
        )
      process.stdout.write(
        `A run: low ${usd(report.low)}, likely ${usd(report.likely)}, high ${report.high === undefined ? 'not bounded' : usd(report.high)}\n`,
      )
      if (report.monthly)
        process.stdout.write(
          `A month: ${usd(report.monthly.usd)} for ${report.monthly.runs.toFixed(1)} runs, of which ${usd(report.monthly.fee)} fee\n`,
        )
      for (const text of [`Basis: ${report.basis}.`, ...report.assumptions]) process.stderr.write(`${text}\n`)
    }
    return 0
  },
}
