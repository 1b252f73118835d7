import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { convert, editableText, formats, readDefinition } from '../core/formats/index.ts'
import { maskSecrets } from '../core/formats/mask.ts'
import { type Command, jsonOption, note, printJson, readText, textOf } from './command.ts'

export const convertFile: Command = {
  name: 'convert',
  usage: `convert FILE --to ${formats.map(f => f.name).join('|')} [-o PATH] [--secrets] [--json]`,
  summary: 'Writes a definition in another format and says what is lost. Secrets are masked but with --secrets.',
  options: {
    to: { type: 'string' },
    output: { type: 'string', short: 'o' },
    secrets: { type: 'boolean' },
    ...jsonOption,
  },
  async run(values, [file]) {
    const to = textOf(values, 'to')
    const format = formats.find(f => f.name === to)
    if (!file) throw new Error('Which file? pipewright convert FILE --to FORMAT')
    if (!format) throw new Error(`--to wants one of ${formats.map(f => f.name).join(', ')}${to ? `, not ${to}` : ''}.`)
    const reading = readDefinition(await readText(file))
    const { definition, notes, document } = reading
    if (definition.objects.length === 0 && definition.parameters.length === 0)
      throw new Error(`${file}: ${document.problems[0]?.message ?? 'no pipeline definition was found in it.'}`)
    const masked = values.secrets || format.asks ? undefined : maskSecrets(editableText(reading))
    const hidden = masked?.losses ?? []
    const taken = masked && hidden.length > 0 ? readDefinition(masked.text).definition : definition
    const converted = convert(taken, format.name)
    const { files } = converted
    const losses = [...hidden, ...converted.losses]
    if (values.json) printJson({ files, losses, notes })
    else for (const loss of losses) note(`Lost: ${loss.message}`)
    if (!values.json) for (const text of notes) note(text)
    const output = textOf(values, 'output')
    for (const { path, text } of files) {
      if (!output) {
        if (!values.json) process.stdout.write(text.endsWith('\n') ? text : `${text}\n`)
        continue
      }
      const target = files.length > 1 ? join(output, path) : output
      await mkdir(dirname(target), { recursive: true })
      await writeFile(target, text)
    }
    return 0
  },
}
