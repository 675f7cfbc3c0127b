/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { useEffect, useReducer, useRef, useState } from 'preact/hooks'
import type { LiveFrame } from '#lib/service-client/live-frame.ts'
import { cutText } from '#lib/text/cut-text.ts'
import type { Language } from '#lib/text/language.ts'
import { followFrames, type Connection } from '#lib/ui/client/follow-frames.ts'
import { openMap } from './live-map.ts'
import { emptyState, withFrame } from './live-state.ts'
import type { en } from './texts.en.ts'

const QUIET_MS = 10_000
const TITLE_MAX = 32

/** What the live page is given. */
export interface LiveProps {
  readonly texts: typeof en
  readonly language: Language
  /** What happened before the page was loaded; absent when it is not known, or not for everybody. */
  readonly first?: LiveFrame
  readonly isOpen: boolean
  /** When the page was made, in milliseconds since 1970. */
  readonly madeAt: number
}

/** What happens now: figures, a map of what moves, the last matches and events. */
export function Live({ texts, language, first, isOpen, madeAt }: LiveProps) {
  const [state, take] = useReducer(
    withFrame,
    first === undefined ? emptyState(madeAt) : withFrame(emptyState(madeAt), first),
  )
  const [connection, setConnection] = useState<Connection | 'waiting' | 'unknown'>(
    first === undefined ? 'unknown' : 'waiting',
  )
  const [now, setNow] = useState(madeAt)
  const canvas = useRef<HTMLCanvasElement>(null)

  useEffect(() => {
    if (canvas.current === null) return undefined
    const map = openMap(canvas.current)
    const seen = new Set<string>()
    const draw = ({ events, matches }: LiveFrame) => {
      for (const { at: place, device } of events) if (place !== undefined) map.addPhone(device, place)
      for (const { id, spot, foundAt, title } of matches) {
        if (seen.has(id)) continue
        seen.add(id)
        map.addMatch(spot, Date.parse(foundAt), cutText(title, TITLE_MAX))
      }
    }
    if (first !== undefined) draw(first)
    const unfollow = followFrames<LiveFrame>({
      path: '/live',
      isAllowed: isOpen,
      onFrame(frame) {
        take(frame)
        draw(frame)
      },
      onConnection: setConnection,
    })
    const clock = setInterval(() => setNow(Date.now()), 1_000)
    return () => {
      unfollow()
      clearInterval(clock)
      map.close()
    }
  }, [])

  const number = new Intl.NumberFormat(language, { maximumFractionDigits: 1 })
  const rates = Object.entries(state.rates).toSorted(([, a], [, b]) => b - a)
  const isQuiet = connection === 'live' && now - state.lastEventAt > QUIET_MS
  return (
    <>
      <div class="live-head">
        <h1>{texts.heading}</h1>
        <p id="state" class={`state ${LIGHTS[connection]}`} role="status">
          {texts.state[connection]}
        </p>
      </div>
      <div class="live">
        <section class="tiles" aria-label={texts.figures}>
          <Tile id="rate" label={texts.rate}>
            {number.format(rates.reduce((sum, [, rate]) => sum + rate, 0))}
          </Tile>
          <Tile id="moving" label={texts.moving}>
            {number.format(state.moving.size)}
          </Tile>
          <Tile id="matches" label={texts.matches}>
            {number.format(state.totals.matches)}
          </Tile>
          <Tile id="rings" label={texts.rings}>
            {number.format(state.totals.rings)}
          </Tile>
        </section>
        <section class="map card" aria-label={texts.map}>
          <canvas id="map" role="img" aria-label={texts.mapText} ref={canvas}></canvas>
          <p class="legend">
            <span class="key dot"></span> {texts.phone} <span class="key ring"></span> {texts.match}
          </p>
          {isQuiet && (
            <p id="quiet">
              {texts.quiet} <code>npx bun run push simulate</code>
            </p>
          )}
        </section>
        <div class="lists">
          <section class="card">
            <h2>{texts.lastMatches}</h2>
            <Lines id="match-list" none={texts.none}>
              {state.matches.map(({ id, title, distanceClass, foundAt }) => (
                <li key={id}>
                  <b>{title}</b> <span>{`${distanceClass} km ${clockTime(foundAt, language)}`}</span>
                </li>
              ))}
            </Lines>
          </section>
          <section class="card">
            <h2>{texts.lastEvents}</h2>
            <Lines id="event-list" none={texts.none}>
              {state.events.map(({ type, device, city, time }, index) => (
                <li key={index}>
                  <b>{type}</b> <span>{`${placeName(city, device)} ${clockTime(time, language)}`}</span>
                </li>
              ))}
            </Lines>
          </section>
          <section class="card">
            <h2>{texts.rates}</h2>
            <Lines id="rate-list" none={texts.none}>
              {rates.map(([type, rate]) => (
                <li key={type}>
                  <b>{type}</b> <span>{`${number.format(rate)}/s`}</span>
                </li>
              ))}
            </Lines>
          </section>
        </div>
      </div>
    </>
  )
}

const LIGHTS: Readonly<Record<Connection | 'waiting' | 'unknown', string>> = {
  live: 'good',
  waiting: '',
  unknown: 'slow',
  lost: 'slow',
  away: 'bad',
  forbidden: 'slow',
}

function Tile({ id, label, children }: { id: string; label: string; children: ComponentChildren }) {
  return (
    <div class="card tile">
      <strong id={id}>{children}</strong>
      <span>{label}</span>
    </div>
  )
}

function Lines({ id, none, children }: { id: string; none: string; children: ComponentChildren[] }) {
  return <ol id={id}>{children.length > 0 ? children : <li class="quiet">{none}</li>}</ol>
}

// The city is XX when the address has none, as on this machine.
function placeName(city: string, device: string): string {
  return city === '' || city === 'XX' ? device : `${city} · ${device}`
}

/** The time of day, in the time zone of the browser; the server, which does not know that, says UTC. */
function clockTime(time: string, language: Language): string {
  const isServer = typeof document === 'undefined'
  return new Date(time).toLocaleTimeString(language, {
    hourCycle: 'h23',
    ...(isServer && { timeZone: 'UTC', timeZoneName: 'short' }),
  })
}
