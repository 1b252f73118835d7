import { cruise, type ICruiseResult, type IForbiddenRuleType } from 'dependency-cruiser'
import { expect, it } from 'vitest'

/** Who may import whom: each floor, and the floors below it. */
const floors: Readonly<Record<string, readonly string[]>> = {
  core: [],
  api: ['core'],
  engine: ['core', 'api'],
  server: ['core', 'api', 'engine'],
  cli: ['core', 'api', 'engine', 'server'],
  app: ['core', 'api'],
}

/** Rooms of core in the order in which they build on each other. */
const coreRooms = [
  'catalog',
  'expression',
  'definition',
  'versions',
  'graph',
  'runs',
  'scenario',
  'validation',
  'language',
  'cost',
  'diagnosis',
  'formats',
]
const appRooms =
  '^src/app/(actions|create|design|source|inspector|schedule|launch|rehearse|monitor|cost|notices|pipelines|remote|settings|storage|versions)/'

const forbidden: IForbiddenRuleType[] = [
  ...Object.entries(floors).map(([floor, below]) => ({
    name: `${floor} looks down only`,
    from: { path: `^src/${floor}[./]` },
    to: { path: '^src/', pathNot: `^src/(${[floor, ...below].join('|')})[./]` },
  })),
  ...coreRooms.map((room, index) => ({
    name: `core/${room} builds on earlier rooms only`,
    from: { path: `^src/core/${room}/` },
    to: { path: '^src/core/', pathNot: `^src/core/(${coreRooms.slice(0, index + 1).join('|')})/` },
  })),
  {
    name: 'only the server touches the machine',
    from: { path: '^src/(core|api|engine|app)/' },
    to: { dependencyTypes: ['core'] },
  },
  {
    name: 'React stays upstairs',
    from: { pathNot: '^src/app/' },
    to: { path: 'node_modules/(react|@xyflow|@tanstack|zustand)/' },
  },
  {
    name: 'dialogs are of one kind, which Escape leaves',
    from: { path: '^src/app/', pathNot: '^src/app/ui/dialog[.]tsx$' },
    to: { path: '@cloudscape-design/components/modal' },
  },
  { name: 'rooms of the app are separate', from: { path: appRooms }, to: { path: appRooms, pathNot: '^src/app/$1/' } },
  { name: 'no circles', from: { path: '^src/' }, to: { circular: true } },
]

it('imports run one way', async () => {
  const { output } = await cruise(['src'], {
    ruleSet: { forbidden },
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  })
  const { summary } = output as ICruiseResult
  expect(summary.totalCruised, 'a check that sees no files proves nothing').toBeGreaterThan(100)
  expect([...new Set(summary.violations.map(v => `${v.from} → ${v.to}: ${v.rule.name}`))]).toEqual([])
})

it('would notice an import that runs the wrong way', async () => {
  const { output } = await cruise(['src/engine/ports.ts', 'src/core/runs/instance.ts'], {
    ruleSet: { forbidden: [{ name: 'planted', from: { path: '^src/engine/' }, to: { path: '^src/core/' } }] },
    validate: true,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
  })
  expect((output as ICruiseResult).summary.violations.length).toBeGreaterThan(0)
})
