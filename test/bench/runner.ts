import { setFlagsFromString } from 'node:v8'

/** One measured figure: `ratio` is value over that of `against`, from the same interleaved run. */
export interface Figure {
  readonly name: string
  readonly value: number
  readonly unit: string
  readonly against: string
  readonly ratio: number
}

const name = process.argv[2]
if (name) {
  setFlagsFromString('--expose-gc')
  const { figures } = (await import(`./${name}.ts`)) as { figures: () => AsyncIterable<Figure> }
  for await (const figure of figures()) console.log(JSON.stringify(figure))
  process.exit(0)
}
