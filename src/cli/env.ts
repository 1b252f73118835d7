import { dataDirPath, readHolder } from '../server/data-dir.ts'
import { loadKeys } from '../server/keys.ts'
import { openHome } from '../server/region.ts'
import { openSettings } from '../server/settings.ts'
import { type Command, textOf } from './command.ts'
import { dataOption } from './options.ts'

export const env: Command = {
  name: 'env',
  usage: 'env [--data DIR]',
  summary: 'Shell lines that point the AWS CLI, SDKs and boto3 at the running engine: eval "$(pipewright env)".',
  options: dataOption,
  async run(values) {
    const path = dataDirPath(textOf(values, 'data'))
    const holder = readHolder(path)
    const keys = holder?.gateway ? await loadKeys(path) : undefined
    if (!holder?.gateway || !keys || !alive(holder.pid))
      throw new Error(
        `No Pipewright serves the data directory ${path}. Start one with: pipewright serve --data ${path}`,
      )
    const region = openHome(openSettings(path)).region()
    const lines = {
      AWS_ENDPOINT_URL: holder.gateway,
      AWS_ENDPOINT_URL_S3: holder.gateway,
      AWS_ENDPOINT_URL_DATA_PIPELINE: holder.gateway,
      AWS_ACCESS_KEY_ID: keys.accessKeyId,
      AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
    }
    for (const [name, value] of Object.entries(lines)) process.stdout.write(`export ${name}='${value}'\n`)
    process.stdout.write('unset AWS_PROFILE AWS_SESSION_TOKEN\n')
    process.stderr.write(
      `# Clients older than 2023 ignore AWS_ENDPOINT_URL: give them --endpoint-url ${holder.gateway}\n`,
    )
    return 0
  },
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
