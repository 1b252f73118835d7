import './shell.css'
import { useQuery } from '@tanstack/react-query'
import { Link, Outlet } from '@tanstack/react-router'
import { Keyboard, PaletteButton } from './actions/keyboard.tsx'
import { useEngineNow } from './data/clock.ts'
import { useLive } from './data/live.ts'
import { environmentQuery } from './data/pipelines.ts'
import { useService } from './data/service.ts'
import { useLimitsOfSettings } from './data/settings.ts'
import { RegionChoice } from './region-choice.tsx'
import { chooseTheme, useAppearance } from './state/appearance.ts'
import { useChooseZone, useZone, type Zone } from './state/zone.ts'
import { Glyph, type GlyphName } from './ui/glyphs.tsx'
import { Mark } from './ui/mark.tsx'
import { formatTime, zoneName } from './ui/time.ts'
import { Toasts } from './ui/toasts.tsx'

const places = [
  { to: '/', glyph: 'pipelines', name: 'Pipelines', exact: false },
  { to: '/runs', glyph: 'runs', name: 'Runs', exact: false },
  { to: '/cost', glyph: 'cost', name: 'Cost', exact: false },
  { to: '/notices', glyph: 'notices', name: 'Notifications', exact: false },
  { to: '/storage', glyph: 'storage', name: 'Storage', exact: false },
  { to: '/settings', glyph: 'settings', name: 'Settings', exact: false },
] as const satisfies readonly { to: string; glyph: GlyphName; name: string; exact: boolean }[]

/** What stands around every page: the bar on top and the way to its places. */
export function Shell() {
  useLimitsOfSettings()
  return (
    <div className="pw-shell">
      <a className="pw-skip" href="#main">
        Skip to the content
      </a>
      <header className="pw-bar">
        <Link to="/" className="pw-bar-home">
          <Mark />
          Pipewright
        </Link>
        <Engine />
        <div className="pw-bar-end">
          <PaletteButton />
          <RegionChoice />
          <ZoneChoice />
          <ThemeChoice />
        </div>
      </header>
      <nav className="pw-nav" aria-label="Places">
        {places.map(place => (
          <Place key={place.to} {...place} />
        ))}
      </nav>
      <main className="pw-main" id="main" tabIndex={-1}>
        <Outlet />
      </main>
      <Toasts />
      <Keyboard />
    </div>
  )
}

const Place = ({ to, glyph, name }: (typeof places)[number]) => (
  <Link to={to} activeOptions={{ exact: true, includeSearch: false }}>
    {({ isActive }) => (
      <PlaceInside
        here={isActive || (to === '/' && /^\/(pipelines|create)/.test(location.pathname))}
        glyph={glyph}
        name={name}
      />
    )}
  </Link>
)

const PlaceInside = ({ here, glyph, name }: { here: boolean; glyph: GlyphName; name: string }) => (
  <span className="pw-nav-place" data-here={here}>
    <Glyph name={glyph} />
    {name}
  </span>
)

const liveWords = {
  connecting: 'Connecting to the server',
  open: 'Connected: changes show as they happen',
  lost: 'The server does not answer. What you see may be old; trying again.',
} as const

/** Which engine this is, and its clock. */
function Engine() {
  const { data } = useQuery(environmentQuery(useService()))
  const live = useLive(now => now.state)
  const now = useEngineNow()
  const zone = useZone()
  return (
    <div className="pw-bar-engine">
      <span className="pw-bar-live" data-state={live} title={liveWords[live]} />
      <span className="pw-unseen" role="status">
        {liveWords[live]}
      </span>
      {data?.trouble && (
        <b className="pw-bar-trouble" role="alert" title={troubleWords(data.trouble.why)}>
          <Glyph name="notices" size={16} />
          <span>Nothing new is started: {data.trouble.why}</span>
        </b>
      )}
      {live === 'lost' ? <b>Server not reachable</b> : <b>Local engine</b>}
      {data && (
        <>
          <span className="pw-number" title="The engine's clock">
            {formatTime(now, zone, 'second')} {zoneName(zone, now)}
          </span>
          {data.speed !== 1 && (
            <span title="The engine's clock runs this many times faster than the wall's; commands run at their own pace.">
              ×{data.speed}
            </span>
          )}
        </>
      )}
    </div>
  )
}

const troubleWords = (why: string): string =>
  `What the engine decides cannot be written down (${why}). What runs goes on; nothing new is started until there is room.`

const zones: readonly { zone: Zone; label: string; title: string }[] = [
  { zone: 'utc', label: 'UTC', title: 'Show all times in UTC' },
  { zone: 'local', label: 'Local', title: 'Show all times in the zone of this computer' },
]

function ZoneChoice() {
  const now = useZone()
  const choose = useChooseZone()
  return (
    <fieldset className="pw-bar-zone" aria-label="Time zone">
      {zones.map(({ zone, label, title }) => (
        <button key={zone} type="button" aria-pressed={zone === now} title={title} onClick={() => choose(zone)}>
          {label}
        </button>
      ))}
    </fieldset>
  )
}

function ThemeChoice() {
  const theme = useAppearance(now => now.theme)
  const other = theme === 'dark' ? 'light' : 'dark'
  return (
    <button
      type="button"
      onClick={() => chooseTheme(other)}
      aria-label={`Use the ${other} theme`}
      title={`Use the ${other} theme`}
    >
      <Glyph name={theme === 'dark' ? 'sun' : 'moon'} size={16} />
    </button>
  )
}
