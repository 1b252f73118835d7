import BarChart from '@cloudscape-design/components/bar-chart'
import type { RunRow } from '../../api/runs.ts'
import { useZone } from '../state/zone.ts'
import { formatUsd } from '../ui/money.ts'
import { formatTime, zoneName } from '../ui/time.ts'

const shown = 60

/** The newest runs and what each has cost, oldest on the left. */
export function CostBars({ runs }: { readonly runs: readonly RunRow[] }) {
  const zone = useZone()
  const priced = runs
    .filter(run => run.cost !== undefined)
    .slice(0, shown)
    .toReversed()
  if (priced.length < 2) return null
  return (
    <BarChart
      height={130}
      hideFilter
      hideLegend
      ariaLabel={`What the newest ${priced.length} runs have cost`}
      xScaleType="categorical"
      xTitle={`Scheduled, ${zoneName(zone, priced[0]?.scheduledStart ?? 0)}`}
      yTitle="USD"
      series={[
        {
          title: 'Accrued',
          type: 'bar',
          data: priced.map(run => ({ x: formatTime(run.scheduledStart, zone), y: run.cost?.usd ?? 0 })),
          valueFormatter: formatUsd,
        },
      ]}
      i18nStrings={{ yTickFormatter: formatUsd, xTickFormatter: x => String(x).slice(5) }}
    />
  )
}
