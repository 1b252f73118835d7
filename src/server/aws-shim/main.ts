/**
 * The small `aws` that commands find where no AWS CLI is installed. It speaks to whatever endpoint the environment
 * names, as the real one does.
 */
import { firstWord, readOptions } from './options.ts'
import { lacks, Refusal } from './refusal.ts'
import { runS3 } from './s3-commands.ts'
import { runSns } from './sns.ts'

const args = process.argv.slice(2)

async function run(): Promise<number> {
  if (args.includes('--version')) {
    console.log('pipewright-aws/0.1 (s3 and sns only; install the AWS CLI for the rest)')
    return 0
  }
  const service = firstWord(args)
  if (service !== 's3' && service !== 'sns')
    throw lacks(service === '' ? 'what to do without a command' : `\`aws ${service}\``)
  const options = readOptions(args)
  return service === 's3' ? runS3(options) : runSns(options)
}

// A reader that goes away, such as `head`, is no error of ours.
process.stdout.on('error', error => process.exit((error as NodeJS.ErrnoException).code === 'EPIPE' ? 0 : 1))

run().then(
  code => {
    process.exitCode = code
  },
  (error: unknown) => {
    const known = error instanceof Refusal
    console.error(known ? `\n${error.message}` : `\naws: ${(error as Error).message}`)
    process.exitCode = known ? error.exitCode : 255
  },
)
