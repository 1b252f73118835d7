import { printDateTime } from '../core/expression/value.ts'
import type { AttemptWork } from './attempt-work.ts'
import { pathOf, placeOf } from './executors/data-nodes.ts'
import { isOn, objectsAt, textOf, textsOf } from './executors/fields.ts'

/** What stands for a value that nobody may see. */
const mask = '********'

const noClient = 'This script fetches its inputs with the AWS CLI, and there is no aws on the path.'

/**
 * A shell attempt as a script that runs anywhere with bash, and the AWS CLI where it has to fetch something: its
 * environment, its inputs, its command as it was evaluated. Undefined where the attempt was of no command. Secrets are
 * masked, and what is left out is said.
 */
export function attemptScript(
  { work, attempt, pipelineName, secrets, ranIn }: AttemptWork,
  region: string,
): string | undefined {
  const { object } = work
  const command = textOf(object, 'command')
  const uri = textOf(object, 'scriptUri')
  if (command === undefined && uri === undefined) return undefined
  const hidden = new Set([
    ...secrets.values(),
    ...[object, ...work.objects.values()].flatMap(one =>
      one.fields.flatMap(({ key, stringValue }) => (key.startsWith('*') && stringValue ? [stringValue] : [])),
    ),
  ])
  let masked = 0
  const open = (text: string): string => {
    let said = text
    for (const secret of hidden) {
      masked += said.split(secret).length - 1
      said = said.replaceAll(secret, mask)
    }
    return said
  }
  const quoted = (text: string): string => `'${open(text).replaceAll("'", `'\\''`)}'`
  const stage = isOn(object, 'stage')
  const places = (['input', 'output'] as const).flatMap(way =>
    objectsAt(work, object, way).map((node, index) => ({
      way,
      name: `${way.toUpperCase()}${index + 1}`,
      node,
      place: placeOf(node),
    })),
  )
  const staged = stage ? places.filter(one => one.place.kind === 's3') : []
  const variables = textsOf(object, 'scriptVariable').map(
    one => [one.slice(0, one.indexOf('=')).trim(), one.slice(one.indexOf('=') + 1)] as const,
  )
  const configs = ['preActivityTaskConfig', 'postActivityTaskConfig'].filter(
    key => objectsAt(work, object, key).length > 0,
  )
  const folderOf = (name: string) => `"$here/staging/${name.toLowerCase()}"`
  const fetches = command === undefined || staged.some(one => one.way === 'input')
  const body = [
    ...(fetches ? [`command -v aws > /dev/null || { echo '${noClient}' >&2; exit 127; }`, ''] : []),
    'here="$(mktemp -d)"',
    'echo "Working in $here"',
    `mkdir -p "$here/work" "$here/tmp"${staged.map(one => ` ${folderOf(one.name)}`).join('')}`,
    'export TMPDIR="$here/tmp" PYTHONUNBUFFERED=1',
    `export AWS_REGION="\${AWS_REGION:-${region}}" AWS_DEFAULT_REGION="\${AWS_DEFAULT_REGION:-${region}}"`,
    ...places.flatMap(({ name, node }) => {
      const path = pathOf(node) ?? textOf(node, 'table') ?? textOf(node, 'tableName')
      return path ? [`export ${name}=${quoted(path)}`] : []
    }),
    ...staged.map(({ name }) => `export ${name}_STAGING_DIR=${folderOf(name)}`),
    ...variables.map(([name, value]) => `export ${name}=${quoted(value)}`),
    '',
    ...staged.flatMap(({ way, name, place }) =>
      way === 'input' && place.kind === 's3'
        ? [`aws s3 cp ${place.folder ? '--recursive ' : ''}${quoted(place.uri)} "$${name}_STAGING_DIR/" || exit`]
        : [],
    ),
    ...(command === undefined
      ? [`aws s3 cp ${quoted(uri ?? '')} "$here/script.sh" && chmod +x "$here/script.sh" || exit`]
      : heredoc(open(command))),
    '',
    'cd "$here/work" || exit',
    [`${command === undefined ? '' : 'bash '}"$here/script.sh"`, ...textsOf(object, 'scriptArgument').map(quoted)].join(
      ' ',
    ),
    'code=$?',
    'echo "The command ended with $code."',
    ...staged.flatMap(({ way, name, place }) =>
      way === 'output' && place.kind === 's3'
        ? [`# [ $code -eq 0 ] && aws s3 cp --recursive "$${name}_STAGING_DIR/" ${quoted(place.uri)}`]
        : [],
    ),
    'exit $code',
  ]
  const { trouble } = attempt
  const head = [
    `Attempt ${attempt.number} of ${object.id}, a ${object.type} of the pipeline ${pipelineName}, scheduled for`,
    `${printDateTime(work.scheduledStart)} to ${printDateTime(work.scheduledEnd)} UTC, as ${ranIn === undefined ? 'Pipewright ran it' : `AWS ran it (${ranIn})`}.`,
    `It ended as ${attempt.status}${trouble ? `: ${trouble.errorId}` : ''}.`,
    ...(trouble
      ? open(trouble.errorMessage)
          .split('\n')
          .slice(-5)
          .map(line => `  ${line}`)
      : []),
    '',
    fetches ? 'It needs bash and the AWS CLI.' : 'It needs bash, and what its command calls.',
    'The AWS CLI takes credentials from where it runs; to reach the store of a Pipewright on this machine, run',
    'eval "$(pipewright env)" first.',
    '',
    'Left out:',
    ...(ranIn === undefined ? [] : ['- The IAM role of its machine, its software and its network.']),
    ...(masked > 0
      ? [
          `- Secrets: ${masked} ${masked === 1 ? 'place is' : 'places are'} masked as ${mask}. Put them back where they stand.`,
        ]
      : []),
    ...(staged.some(one => one.way === 'output')
      ? ['- Uploading what it wrote: the last lines do it, once their # is taken away.']
      : []),
    ...configs.map(key => `- The scripts of ${key}.`),
    '- Time-outs and further tries, preconditions and alarms, and what else was in the environment of its machine.',
  ]
  return ['#!/usr/bin/env bash', ...head.map(line => (line === '' ? '#' : `# ${line}`)), '', ...body, ''].join('\n')
}

/** The command in a file, to the character. */
function heredoc(command: string): readonly string[] {
  let mark = 'END_OF_COMMAND'
  while (command.split('\n').includes(mark)) mark = `${mark}_`
  return [`cat > "$here/script.sh" <<'${mark}'`, command, mark]
}
