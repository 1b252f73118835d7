/** A word as a POSIX shell takes it. */
export const shellWord = (text: string): string =>
  /^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`

/** The AWS CLI's command that activates a pipeline with these values. A secret stands as a variable of the shell. */
export function activateCommand(
  pipelineId: string,
  values: Readonly<Record<string, string | readonly string[]>>,
  secrets: readonly string[],
): string {
  const pairs = [
    ...Object.entries(values).flatMap(([id, value]) =>
      id.startsWith('*') ? [] : [value].flat().map(one => shellWord(`${id}=${one}`)),
    ),
    ...secrets.map(id => `"${id}=$${id.replace(/\W/g, '').toUpperCase()}"`),
  ]
  const head = `aws datapipeline activate-pipeline --pipeline-id ${shellWord(pipelineId)}`
  return pairs.length === 0 ? head : `${head} \\\n  --parameter-values ${pairs.join(' \\\n    ')}`
}
