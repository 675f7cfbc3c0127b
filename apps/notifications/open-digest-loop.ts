import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { eachAtOnce } from '#lib/loop/each-at-once.ts'
import { openNudgedLoop, type NudgedLoop } from '#lib/loop/open-nudged-loop.ts'
import type { DeliveryStore, HeldGroup } from '#lib/store/deliveries.ts'
import type { Mapping, MappingStore } from '#lib/store/mappings.ts'
import type { PreferenceStore } from '#lib/store/preferences.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { closeGroup } from './close-group.ts'
import { isMailBox } from './mail-boxes.ts'
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
  const devices = [...new Set(groups.map(({ device }) => device))]
  const [found, boxes, stored, rung] = await Promise.all([
    mappings.findAll(devices.filter((device) => !isMailBox(device))),
    boxesAmong(devices, ports),
    preferences.findAll([...new Set(all.map(({ person }) => person))]),
    ringWindowMs === 0 ? new Set<string>() : deliveries.rungRecently(all, window),
  ])
  const byDevice = new Map([...found, ...(boxes ?? [])].map((mapping) => [mapping.device, mapping]))
  const failures: unknown[] = []

  async function close(group: HeldGroup): Promise<void> {
    const mapping = byDevice.get(group.device)
    const change = closeGroup(group, {
      mapping,
      preferences: preferencesOf(mapping?.person ?? group.deliveries[0]?.person ?? '', stored),
      timeZone: mapping?.timeZone ?? 'UTC',
      rung,
      hasWindow: ringWindowMs > 0,
      nowMs,
    })
    if (await deliveries.closeHeld(change)) ports.onReleased()
  }

  // Without the addresses of people, the groups of their mails wait for the next lease.
  const closable = groups.filter(({ device }) => boxes !== undefined || !isMailBox(device))
  await eachAtOnce(closable, { atOnce: GROUPS_AT_ONCE }, (group) =>
    // One group that cannot be closed does not stop the others.
    close(group).catch((error: unknown) => void failures.push(error)),
  )
  if (failures.length > 0) throw failures[0]
  return groups.length
}

/** The mail boxes among devices; undefined when the station that knows the addresses does not answer. */
async function boxesAmong(
  devices: readonly string[],
  { mappings, log }: DigestPorts,
): Promise<readonly Mapping[] | undefined> {
  try {
    return await mappings.findAll(devices.filter(isMailBox))
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error
    log.warn('cannot make the digests of mails, will try again', { error })
    return undefined
  }
}
