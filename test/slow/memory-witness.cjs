// Loaded into the server by NODE_OPTIONS: on SIGUSR2 collects garbage and appends what is left, as one JSON line.
const { appendFileSync } = require('node:fs')

const file = process.env.PIPEWRIGHT_MEMORY_WITNESS
if (file)
  process.on('SIGUSR2', () => {
    globalThis.gc()
    appendFileSync(file, `${JSON.stringify(process.memoryUsage())}\n`)
  })
