import { eachAtOnce } from '#lib/loop/each-at-once.ts'
import { openNudgedLoop, type NudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { DeliveryStore, HeldGroup } from '#lib/store/deliveries.ts'
import type { MappingStore } from '#lib/store/mappings.ts'
import type { PreferenceStore } from '#lib/store/preferences.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { closeGroup } from './close-group.ts'
import { preferencesOf } from './preferences-of.ts'

/** The dependencies of the digests. */
export interface DigestPorts {
  readonly deliveries: Pick<DeliveryStore, 'leaseHeld' | 'closeHeld' | 'rungRecently'>
  readonly mappings: Pick<MappingStore, 'findAll'>
  readonly preferences: Pick<PreferenceStore, 'findAll'>
  readonly ringWindowMs: number
  /** Called when there may be deliveries to send. */
  readonly onReleased: () => void
  readonly log: Logger
}

const LOOK_EVERY_MS = 1_000
const LEASE_MS = 30_000
const DUE_MAX = 200
const GROUPS_AT_ONCE = 4
/** Passes of one look; the next look continues. */
const ROUNDS_MAX = 100

/**
 * Starts the loop that makes digests of held deliveries that are due. Many processes may run one: a group is closed once, in one write,
 * and a group that a crash leaves leased is due again after the lease.
 */
export function openDigestLoop(ports: DigestPorts): Pick<NudgedLoop, 'run' | 'stop'> {
  const loop = openNudgedLoop({
    async pass(stopping) {
      for (let round = 0; round < ROUNDS_MAX && !stopping.aborted; round += 1) {
        if ((await closeDue(ports, Date.now())) === 0) return
      }
    },
    everyMs: LOOK_EVERY_MS,
    onFailure: (error) => ports.log.warn('cannot make digests, will try again', { error }),
  })
  return { run: () => loop.run(), stop: () => loop.stop() }
}

/** Closes the held groups of some deliveries that are due at a time; returns how many groups there were. */
export async function closeDue(ports: DigestPorts, nowMs: number): Promise<number> {
  const { deliveries, mappings, preferences, ringWindowMs } = ports
  const groups = await deliveries.leaseHeld({ max: DUE_MAX, leaseMs: LEASE_MS, nowMs })
  if (groups.length === 0) return 0
  const all = groups.flatMap((group) => group.deliveries)
  const window = { nowMs, windowMs: ringWindowMs }
  const [found, stored, rung] = await Promise.all([
    mappings.findAll([...new Set(groups.map(({ device }) => device))]),
    preferences.findAll([...new Set(all.map(({ person }) => person))]),
    ringWindowMs === 0 ? new Set<string>() : deliveries.rungRecently(all, window),
  ])
  const byDevice = new Map(found.map((mapping) => [mapping.device, mapping]))

  async function close(group: HeldGroup): Promise<void> {
    const mapping = byDevice.get(group.device)
    const change = closeGroup(group, {
      mapping,
      preferences: preferencesOf(group.deliveries[0]?.person ?? '', stored),
      timeZone: mapping?.timeZone ?? 'UTC',
      rung,
      hasWindow: ringWindowMs > 0,
      nowMs,
    })
    if (await deliveries.closeHeld(change)) ports.onReleased()
  }

  await eachAtOnce(groups, { atOnce: GROUPS_AT_ONCE }, close)
  return groups.length
}
