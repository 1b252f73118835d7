import './settings.css'
import Button from '@cloudscape-design/components/button'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { type StudioSettings, usualSettings } from '../../api/settings.ts'
import { environmentQuery } from '../data/pipelines.ts'
import { useService } from '../data/service.ts'
import { settingsQuery } from '../data/settings.ts'
import { Page, Trouble, Waiting } from '../ui/kit.tsx'
import { tell } from '../ui/toasts.tsx'
import { ZoneSelect } from '../ui/zone-select.tsx'
import { LimitsTable } from './limits-table.tsx'
import { NumberField } from './number-field.tsx'
import { SwitchRow } from './switch-row.tsx'

/** What holds for all who use the data directory: limits, the zone beside UTC, and when to ask before a backfill. */
export function SettingsView() {
  const { data, error, refetch } = useQuery(settingsQuery(useService()))
  if (error) return <Trouble what="The settings could not be read" error={error} retry={() => void refetch()} />
  if (!data) return <Waiting what="Reading the settings" />
  return <Form key={JSON.stringify(data)} kept={data} />
}

function Form({ kept }: { readonly kept: StudioSettings }) {
  const service = useService()
  const client = useQueryClient()
  const { data: environment } = useQuery(environmentQuery(service))
  const [settings, setSettings] = useState(kept)
  const [wrong, setWrong] = useState<ReadonlySet<string>>(new Set())
  const changed = JSON.stringify(settings) !== JSON.stringify(kept)
  const save = useMutation({
    mutationFn: () => service.SaveSettings(settings),
    onSuccess: saved => {
      client.setQueryData(settingsQuery(service).queryKey, saved)
      tell('The settings are saved')
    },
  })
  const judge = (name: string) => (isRight: boolean) =>
    setWrong(old => {
      const next = new Set(old)
      if (isRight) next.delete(name)
      else next.add(name)
      return next
    })
  return (
    <Page
      title="Settings"
      about={
        <>
          They hold for all who use this data directory
          {environment && (
            <>
              , <span className="pw-mono">{environment.dataDir}</span>
            </>
          )}
          . The engine and the checks follow them at once.
        </>
      }
      actions={
        <>
          <span className="pw-note" role="status">
            {wrong.size > 0
              ? 'A number cannot be read; mend it first.'
              : changed
                ? 'Not saved yet'
                : 'Everything is saved'}
          </span>
          <Button disabled={!changed || save.isPending} onClick={() => setSettings(kept)}>
            Take back
          </Button>
          <Button
            variant="primary"
            disabled={!changed || wrong.size > 0}
            loading={save.isPending}
            onClick={() => save.mutate()}
          >
            Save
          </Button>
        </>
      }
    >
      {save.error && <Trouble what="The settings were not saved" error={save.error} />}
      <section className="pw-settings-card" aria-labelledby="times">
        <h2 id="times">Times and backfills</h2>
        <div className="pw-settings-row">
          <div>
            <b>Zone beside UTC</b>
            <p>Schedules are kept in UTC; the schedule preview shows them in this zone as well.</p>
          </div>
          <ZoneSelect
            label="Zone beside UTC"
            value={settings.zone ?? ''}
            none="The browser's own"
            onChange={zone => setSettings(({ zone: _, ...rest }) => (zone === '' ? rest : { ...rest, zone }))}
          />
        </div>
        <div className="pw-settings-row">
          <div>
            <b>Confirm a backfill above</b>
            <p>
              An activation that starts more instances than this at once must be confirmed. Usually{' '}
              {usualSettings.confirmInstances}.
            </p>
          </div>
          <NumberField
            label="Instances above which a backfill is confirmed"
            value={settings.confirmInstances}
            unit="instances"
            least={0}
            onRight={judge('confirmInstances')}
            onChange={confirmInstances => setSettings(old => ({ ...old, confirmInstances }))}
          />
        </div>
        <div className="pw-settings-row">
          <div>
            <b>Confirm a backfill that costs above</b>
            <p>At list prices, likely. Usually {usualSettings.confirmUsd} USD.</p>
          </div>
          <NumberField
            label="USD above which a backfill is confirmed"
            value={settings.confirmUsd}
            unit="USD"
            least={0}
            onRight={judge('confirmUsd')}
            onChange={confirmUsd => setSettings(old => ({ ...old, confirmUsd }))}
          />
        </div>
      </section>
      <section className="pw-settings-card" aria-labelledby="machine">
        <h2 id="machine">This machine</h2>
        <div className="pw-settings-row">
          <div>
            <b>Activities at a time</b>
            <p>
              So many activities run here side by side; the others wait for their turn. Workers that poll have limits of
              their own. Usually {usualSettings.concurrency}.
            </p>
          </div>
          <NumberField
            label="Activities at a time"
            value={settings.concurrency}
            unit="activities"
            least={1}
            onRight={judge('concurrency')}
            onChange={concurrency => setSettings(old => ({ ...old, concurrency }))}
          />
        </div>
      </section>
      <section className="pw-settings-card" aria-labelledby="history">
        <h2 id="history">History of definitions</h2>
        <div className="pw-settings-row">
          <div>
            <b>Versions kept of a pipeline</b>
            <p>
              Beyond it the oldest autosaves go that have no name and that no run used. Usually{' '}
              {usualSettings.mostVersions.toLocaleString('en')}.
            </p>
          </div>
          <NumberField
            label="Versions kept of a pipeline"
            value={settings.mostVersions}
            unit="versions"
            least={10}
            onRight={judge('mostVersions')}
            onChange={mostVersions => setSettings(old => ({ ...old, mostVersions }))}
          />
        </div>
      </section>
      <section className="pw-settings-card" aria-labelledby="runs">
        <h2 id="runs">Past runs</h2>
        <div className="pw-settings-row">
          <div>
            <b>Archive runs after</b>
            <p>
              What was scheduled and over so long ago moves into a file of its own, pipewright-history.db. Every page
              still finds it, and it can be run again; 0 is never. Usually {usualSettings.archiveAfterDays}.
            </p>
          </div>
          <NumberField
            label="Days after which runs are archived"
            value={settings.archiveAfterDays}
            unit="days"
            least={0}
            onRight={judge('archiveAfterDays')}
            onChange={archiveAfterDays => setSettings(old => ({ ...old, archiveAfterDays }))}
          />
        </div>
      </section>
      <section className="pw-settings-card" aria-labelledby="alarms">
        <h2 id="alarms">Alarms</h2>
        <div className="pw-settings-row">
          <div>
            <b>SNS endpoint</b>
            <p>
              Where an SnsAlarm is published besides the notification centre, such as that of an emulator. Empty, it is
              AWS_ENDPOINT_URL_SNS of the server's environment, or nowhere.
            </p>
          </div>
          <input
            className="pw-input"
            type="url"
            style={{ width: 280 }}
            aria-label="SNS endpoint"
            placeholder="http://127.0.0.1:4566"
            value={settings.snsEndpoint ?? ''}
            onChange={({ target: { value } }) =>
              setSettings(({ snsEndpoint: _, ...old }) => (value === '' ? old : { ...old, snsEndpoint: value }))
            }
          />
        </div>
      </section>
      <section className="pw-settings-card" aria-labelledby="strictness">
        <h2 id="strictness">As strict as the service</h2>
        <SwitchRow
          name="Throttle AWS clients"
          about="Each operation at its documented rate (1, 2 or 10 calls a second, 100 at once after a rest); beyond it a client gets ThrottlingException. The studio itself is never throttled."
          value={settings.serviceRates}
          onChange={serviceRates => setSettings(old => ({ ...old, serviceRates }))}
        />
        <SwitchRow
          name="Space instances apart"
          about="A schedule makes an instance of one object every 5 minutes at most, also when it makes up for the past. Runs by hand and on demand are not spaced."
          value={settings.instanceSpacing}
          onChange={instanceSpacing => setSettings(old => ({ ...old, instanceSpacing }))}
        />
      </section>
      <section className="pw-settings-card" aria-labelledby="rehearsals">
        <h2 id="rehearsals">Rehearsals</h2>
        <div className="pw-settings-row">
          <div>
            <b>Rehearsals kept</b>
            <p>
              Of all pipelines together; beyond it the oldest go when another is started. Usually{' '}
              {usualSettings.mostRehearsals}.
            </p>
          </div>
          <NumberField
            label="Rehearsals kept"
            value={settings.mostRehearsals}
            unit="rehearsals"
            least={1}
            onRight={judge('mostRehearsals')}
            onChange={mostRehearsals => setSettings(old => ({ ...old, mostRehearsals }))}
          />
        </div>
      </section>
      <LimitsTable own={settings.limits} judge={judge} change={limits => setSettings(old => ({ ...old, limits }))} />
    </Page>
  )
}
