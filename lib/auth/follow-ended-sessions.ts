import { isEndedBy } from '#lib/auth/is-ended-by.ts'
import type { KeyRing } from '#lib/auth/key-file.ts'
import type { PersonClaims } from '#lib/auth/tokens.ts'
import { endedSessionsSchema } from '#lib/service-client/ended-sessions.ts'
import { followList } from '#lib/service-client/follow-list.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import type { StationName } from '#lib/station/station-names.ts'
import type { Ending } from '#lib/store/endings.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import type { Metrics } from '#lib/telemetry/metrics.ts'

/** The ended sessions that a station knows of. */
export interface EndedSessions {
  /** True for a token that is invalid although it has not expired. */
  isEnded(claims: PersonClaims): boolean
  /** Stops asking accounts for the list. */
  stop(): Promise<void>
}

/** Which station follows the list, and how often it asks. */
export interface EndedFollowing {
  readonly keys: KeyRing
  readonly station: StationName
  readonly accountsUrl: string
  readonly refreshSeconds: number
  readonly log: Logger
  readonly metrics: Metrics
}

/** Follows the list of ended sessions that apps/accounts keeps. */
export async function followEndedSessions(following: EndedFollowing): Promise<EndedSessions> {
  const { keys, station, accountsUrl: url, refreshSeconds, log, metrics } = following
  const endings = new Map<string, Ending[]>()
  // In the order of the list, which is roughly the order of their `until`.
  const inOrder: Ending[] = []
  let last = 0

  function forgetOld(nowMs: number): void {
    const over = inOrder.findIndex(({ until }) => until > nowMs)
    for (const ending of inOrder.splice(0, over === -1 ? inOrder.length : over)) {
      const left = (endings.get(ending.person) ?? []).filter((other) => other !== ending)
      if (left.length === 0) endings.delete(ending.person)
      else endings.set(ending.person, left)
    }
  }

  const list = await followList({
    service: openServiceClient({ keys, service: station, audience: 'accounts', url }),
    path: '/accounts/ended-sessions',
    page: endedSessionsSchema,
    apply({ until, ...rest }) {
      forgetOld(Date.now())
      // A page that failed half-way comes again: its first entries were already applied.
      if (rest.sequence <= last) return
      last = rest.sequence
      const ending = { ...rest, until: Date.parse(until) }
      inOrder.push(ending)
      endings.set(ending.person, [...(endings.get(ending.person) ?? []), ending])
    },
    refreshMs: refreshSeconds * 1_000,
    name: 'ended_sessions',
    station,
    log,
    metrics,
  })
  return {
    isEnded: (claims) => endings.get(claims.person)?.some((ending) => isEndedBy(claims, ending)) ?? false,
    stop: () => list.stop(),
  }
}
