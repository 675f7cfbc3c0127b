import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { anOffer, aSearch } from '#lib/builders/a-subject.ts'
import { openBusReader, openBusWriter } from '#lib/event-bus/open.ts'
import { publishEvents } from '#lib/event-bus/publish-events.ts'
import { EVENTS, NOTICES } from '#lib/event-bus/topics.ts'
import { decodeEvent } from '#lib/events/decode-event.ts'
import type { PushEvent } from '#lib/events/event.ts'
import { matchNotice } from '#lib/events/match-notice.ts'
import { travel } from '#lib/geo/travel.ts'
import { isMatch, pairsOf, staysTogether } from '#lib/matching/rule.ts'
import type { Match } from '#lib/store/matches.ts'
import { openMatchStore, openSubjectIndex, openSubjectStore } from '#lib/store/open.ts'
import type { Subject } from '#lib/subjects/subject.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { spawnFixture, type Fixture } from '#lib/testing/spawn-fixture.ts'
import { randomOf, type Random } from '../../../apps/cli/simulate/random.ts'
import { aChange, aPing, HOME } from '../../../apps/matching/open-world.fixture.ts'

const MATCHER = new URL('matcher.fixture.ts', import.meta.url).pathname
const MATCHERS = 2
const PHONES = 12
const RADIUS_METERS = 300
const MATCHES_MAX = 10_000
/** What becomes valid or invalid does so at most so much later. */
const VALID_MS_MAX = 1_000
/** A proposal of a dead matcher is settled after 5 s, a lease of its notices ends after 5 s, and its sweep of time after 60 s. */
const REST_MS_MAX = 90_000
const LOOK_MS = 500

/** What a round is given. */
export interface Round {
  readonly storeUrl: string
  readonly busUrl: string
  readonly seed: number
  /** How long phones move and matchers are killed. */
  readonly loadMs: number
  /** A fault of the matchers, to show that a round notices it. */
  readonly fault?: 'stale'
  /** How long the pairs may take to come to rest. */
  readonly restMsMax?: number
}

/** What came of a round. */
export interface Verdict {
  readonly kills: number
  /** How long it took from the end of the load until everything was as the rule demands. */
  readonly restMs: number
  readonly notices: number
  /** Pairs that should be together and are not. */
  readonly missing: readonly string[]
  /** Pairs that are together and should not be. */
  readonly extra: readonly string[]
  /** Matches that were not told once that they were found, and then once that they ended. */
  readonly disordered: readonly string[]
}

/** Lets phones move, people edit and time pass while matchers are killed with SIGKILL, then waits for rest and compares with the rule. */
export async function runRound({
  storeUrl,
  busUrl,
  seed,
  loadMs,
  fault,
  restMsMax = REST_MS_MAX,
}: Round): Promise<Verdict> {
  const random = randomOf(seed)
  const store = await openSubjectStore(storeUrl)
  const bus = await openBusWriter(busUrl, quietLog)
  const subjects = Array.from({ length: PHONES }, (_, index) => follower(index))
  for (const subject of subjects) await store.create(subject, [])
  const matchers = await Promise.all(
    Array.from({ length: MATCHERS }, () =>
      startMatcher([storeUrl, busUrl, ...(fault === undefined ? [] : [fault])]),
    ),
  )
  let kills = 0
  let clock = Date.now() - 8 * 60_000
  const publish = (events: readonly PushEvent[]) => publishEvents(events, { bus, topic: EVENTS })
  // A short load goes on until it has killed a matcher.
  for (const end = Date.now() + loadMs; Date.now() < end || kills === 0;) {
    // Far enough apart in time for every step of a phone, and young enough to ring.
    clock += 1_000
    const moves = subjects
      .filter(() => random() < 0.4)
      .map(({ device = '', owner }) =>
        aPing(device, travel(HOME, 90, random() * 900), { ageMs: Date.now() - clock, person: owner }),
      )
    // A planted fault must be noticed by itself, not by a sweep of time that waits for the lease of a dead matcher.
    const change = fault === undefined ? editBy(random) : { active: random() < 0.5 }
    const edited = random() < 0.2 ? subjects[Math.floor(random() * PHONES)] : undefined
    await publish([...moves, ...(edited === undefined ? [] : [await edit(edited, change)])])
    if (random() < 0.08) {
      const which = Math.floor(random() * MATCHERS)
      await matchers[which]?.kill()
      kills += 1
      matchers[which] = await startMatcher([storeUrl, busUrl, ...(fault === undefined ? [] : [fault])])
    }
    await sleep(random() * 60)
  }

  async function edit({ id }: Subject, change: Partial<Subject>): Promise<PushEvent> {
    const before = await store.find(id)
    if (before === undefined) throw new Error(`Cannot edit "${id}": it is gone`)
    await store.update({ ...before, ...change, version: before.version + 1 }, before.version, [])
    return aChange(before)
  }

  const loadedAt = Date.now()
  // From here on nothing becomes valid or invalid any more.
  await sleep(VALID_MS_MAX)
  await untilRest(storeUrl, busUrl, subjects)
  let verdict = await judge(storeUrl, busUrl, subjects)
  // What a dead matcher had leased is published by another one when the lease ends.
  for (const end = Date.now() + restMsMax; !isGood(verdict) && Date.now() < end;) {
    await sleep(LOOK_MS)
    verdict = await judge(storeUrl, busUrl, subjects)
  }
  const restMs = Date.now() - loadedAt
  await Promise.all(matchers.map((matcher) => matcher.kill()))
  await Promise.all([store.close(), bus.close()])
  return { kills, restMs, ...verdict }
}

function isGood({ missing, extra, disordered }: Omit<Verdict, 'kills' | 'restMs'>): boolean {
  return missing.length + extra.length + disordered.length === 0
}

async function startMatcher(parameters: readonly string[]): Promise<Fixture> {
  const matcher = spawnFixture(MATCHER, ...parameters)
  await expect.poll(() => matcher.lines(), { timeout: REST_MS_MAX }).toContain('ready')
  return matcher
}

/** Waits until every record is handled, and no proposal is left. */
async function untilRest(storeUrl: string, busUrl: string, subjects: readonly Subject[]): Promise<void> {
  const matches = await openMatchStore(storeUrl)
  const reader = await openBusReader(busUrl, { group: 'matching', topics: [EVENTS.name], from: 'earliest' })
  const ids = subjects.map(({ id }) => id)
  const isAtRest = async () => {
    const lag = (await reader.lag()).reduce((sum, partition) => sum + partition.lag, 0)
    const proposed = (await matches.currentOf(ids)).filter(({ state }) => state === 'proposed').length
    return { lag, proposed }
  }
  await expect.poll(isAtRest, { timeout: REST_MS_MAX, interval: LOOK_MS }).toEqual({ lag: 0, proposed: 0 })
  await Promise.all([matches.close(), reader.close()])
}

async function judge(
  storeUrl: string,
  busUrl: string,
  subjects: readonly Subject[],
): Promise<Omit<Verdict, 'kills' | 'restMs'>> {
  const matches = await openMatchStore(storeUrl)
  const index = await openSubjectIndex(storeUrl)
  const ids = subjects.map(({ id }) => id)
  const now = await index.findAll({ ids })
  const current = await matches.currentOf(ids)
  const together = new Set(current.map(({ search, offer }) => `${search} ${offer}`))
  const all = (await Promise.all(ids.map((id) => matches.ofSubject(id, MATCHES_MAX)))).flat()
  const moment = { nowMs: Date.now(), blocked: new Set<string>() }
  const pairs = now.flatMap((one, at) => now.slice(at + 1).flatMap((other) => pairsOf(one, other)))
  const keyOf = (pair: (typeof pairs)[number]) => `${pair.search.id} ${pair.counterpart.id}`
  const missing = pairs.filter((pair) => isMatch(pair, moment)).map(keyOf)
  const possible = new Set(pairs.filter((pair) => staysTogether(pair, moment)).map(keyOf))
  const notices = await readNotices(busUrl)
  await Promise.all([matches.close(), index.close()])
  return {
    notices: notices.length,
    missing: missing.filter((key) => !together.has(key)),
    extra: [...together].filter((key) => !possible.has(key)),
    disordered: disorderedIn(notices, all),
  }
}

/** All notices in the order of their partitions; one that a crash made come twice is there once. */
async function readNotices(busUrl: string): Promise<PushEvent[]> {
  const found = new Map<string, PushEvent>()
  const options = { group: 'judge', topics: [NOTICES.name], from: 'earliest', isCommitting: false } as const
  const reader = await openBusReader(busUrl, options)
  const end = (await reader.lag()).reduce((sum, partition) => sum + partition.end, 0)
  let seen = 0
  await reader.run(({ records }) => {
    for (const { value } of records) {
      const event = decodeEvent(value)
      seen += 1
      if (!found.has(event.id)) found.set(event.id, event)
    }
    return Promise.resolve()
  })
  // More may come while it reads.
  await expect.poll(() => seen, { timeout: REST_MS_MAX }).toBeGreaterThanOrEqual(end)
  await reader.close()
  return [...found.values()]
}

/** Matches that were not told once that they were found and, if they ended, then once that they ended. */
function disorderedIn(notices: readonly PushEvent[], matches: readonly Match[]): string[] {
  const told = new Map<string, string[]>()
  for (const { type, data } of notices) {
    const { id } = matchNotice.parse(data.params).match
    told.set(id, [...(told.get(id) ?? []), type])
  }
  const known = new Map(matches.map((match) => [match.id, match]))
  return [...new Set([...known.keys(), ...told.keys()])].flatMap((id) => {
    const match = known.get(id)
    const wanted = match?.state === 'ended' ? 'match.found match.ended' : 'match.found'
    const was = told.get(id)?.join(' ') ?? 'nothing'
    return match !== undefined && was === wanted
      ? []
      : [`${id} is ${match?.state ?? 'unknown'}, told: ${was}`]
  })
}

function follower(index: number): Subject {
  return (index % 2 === 0 ? aSearch : anOffer)({
    at: undefined,
    radiusMeters: RADIUS_METERS,
    showLocation: true,
    owner: `person-${index}`,
    device: `phone-${index}`,
  })
}

/** What an owner changes: whether it is active, or from when or until when it is valid. */
function editBy(random: Random): Partial<Subject> {
  const which = random()
  if (which < 0.6) return { active: random() < 0.5 }
  const soon = Date.now() + random() * VALID_MS_MAX
  if (which < 0.7) return { validUntil: soon }
  if (which < 0.8) return { validFrom: soon, validUntil: undefined }
  return { validFrom: undefined, validUntil: undefined }
}
