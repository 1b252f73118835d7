import { backup as writeBackup } from '../server/backup/backup.ts'
import { restore as readBackup } from '../server/backup/restore.ts'
import { dataDirPath } from '../server/data-dir.ts'
import { type Command, jsonOption, note, printJson, textOf } from './command.ts'
import { dataOption } from './options.ts'
import { progressBar } from './progress.ts'

export const backup: Command = {
  name: 'backup',
  usage: 'backup FILE [--keys] [--data DIR] [--json]',
  summary: 'Writes all of a data directory into one file, while its server runs or not.',
  options: { ...dataOption, keys: { type: 'boolean' }, ...jsonOption },
  async run(values, [file]) {
    if (!file) throw new Error('Into which file? pipewright backup FILE')
    const dataDir = dataDirPath(textOf(values, 'data'))
    const progress = progressBar()
    const report = await writeBackup(dataDir, file, {
      withKeys: values.keys === true,
      onProgress: (files, name) => progress.show(0, `${files} files, ${name}`),
    }).finally(() => progress.clear())
    if (values.json) printJson(report)
    else process.stdout.write(`${file}: ${report.files} files, ${report.bytes} bytes of ${dataDir}\n`)
    for (const one of report.leftOut) note(`Left out: ${one}`)
    return 0
  },
}

export const restore: Command = {
  name: 'restore',
  usage: 'restore FILE [--data DIR] [--json]',
  summary: 'Makes a data directory of a backup; it must not exist or be empty. What ran goes on when it is served.',
  options: { ...dataOption, ...jsonOption },
  async run(values, [file]) {
    if (!file) throw new Error('Of which file? pipewright restore FILE')
    const dataDir = dataDirPath(textOf(values, 'data'))
    const report = await readBackup(file, dataDir)
    if (values.json) printJson({ ...report, dataDir })
    else process.stdout.write(`${dataDir}: ${report.files} files as of ${report.createdAt}\n`)
    return 0
  },
}
