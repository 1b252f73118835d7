import { startServer } from '../server/server.ts'
import { type Command, jsonOption, note } from './command.ts'
import { dataOf, dataOption, numberOf, speedOption } from './options.ts'

export const serve: Command = {
  name: 'serve',
  usage: '[serve] [--port 4410] [--data DIR] [--speed N] [--json]',
  summary: 'Serves the studio and the AWS gateway on 127.0.0.1. Port 0 picks a free one.',
  options: { port: { type: 'string' }, ...dataOption, ...speedOption, ...jsonOption },
  async run(values) {
    const begun = performance.now()
    const server = await startServer({
      port: numberOf(values, 'port', 4410),
      speed: numberOf(values, 'speed', 1),
      ...dataOf(values),
    })
    if (values.json) process.stdout.write(`${JSON.stringify(server.ready)}\n`)
    else {
      note(
        `Pipewright is ready after ${((performance.now() - begun) / 1000).toFixed(1)} s. Data: ${server.ready.dataDir}`,
      )
      process.stdout.write(`Open ${server.ready.url}\n`)
    }
    await asked()
    const closing = server.close()
    note('Stopping …')
    const slow = setTimeout(
      () => note('Commands that run are asked to end; interrupt again to end them at once.'),
      1_000,
    )
    void asked().then(() => server.hurry())
    await closing
    clearTimeout(slow)
    return 0
  },
}

/** The next signal to end. */
const asked = () =>
  new Promise<void>(done => {
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
    const heard = () => {
      for (const signal of signals) process.removeListener(signal, heard)
      done()
    }
    for (const signal of signals) process.on(signal, heard)
  })
