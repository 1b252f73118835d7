/** The scheduled start that an instance's id ends with, UTC milliseconds. Source: developer guide, `@<component>_<start>`. */
export function startOfInstance(instanceId: string): number | undefined {
  const written = /_(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)$/.exec(instanceId)?.[1]
  return written === undefined ? undefined : Date.parse(`${written}Z`)
}
