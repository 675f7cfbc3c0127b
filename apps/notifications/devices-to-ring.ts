import { timeOfId } from '#lib/ids/time-of-id.ts'
import type { Mapping, MappingStore } from '#lib/store/mappings.ts'
import type { MailWish, PreferenceStore } from '#lib/store/preferences.ts'
import { MAIL_CHANNEL, mailBoxOf } from './mail-boxes.ts'
import type { NotificationsOptions } from './options.ts'

/** A device that rings. */
export type RungDevice = Pick<Mapping, 'device' | 'channel'>

/** The dependencies of the choice. */
export interface DevicePorts {
  readonly mappings: Pick<MappingStore, 'ofPeople'>
  /** What people wish about mails; absent when mail is not among the channels. */
  readonly mailWishes?: Pick<PreferenceStore, 'findAll'> | undefined
}

const NO_CHANNEL = 'none'

/** The dependencies of the choice, among those of the API. */
export function devicePortsOf({
  mappings,
  preferences,
  channels,
}: Pick<NotificationsOptions, 'mappings' | 'preferences'> & {
  readonly channels: Pick<ReadonlyMap<string, unknown>, 'has'>
}): DevicePorts {
  return { mappings, mailWishes: channels.has(MAIL_CHANNEL) ? preferences : undefined }
}

/**
 * The devices of people that ring, with a constant number of calls of the store. The mail address of a person is among them if the
 * person has no other device, or wishes mails.
 */
export async function devicesToRing(
  people: readonly string[],
  { mappings, mailWishes }: DevicePorts,
): Promise<ReadonlyMap<string, readonly RungDevice[]>> {
  const [found, preferences] = await Promise.all([mappings.ofPeople(people), mailWishes?.findAll(people)])
  const rung = found.filter(({ state, channel }) => state === 'active' && channel !== NO_CHANNEL)
  const devices = Map.groupBy(rung, ({ person }) => person)
  if (preferences === undefined) return devices
  const wishOf = (person: string) => preferences.get(person)?.mail ?? 'fallback'
  return new Map(
    people.map((person) => {
      const own = devices.get(person) ?? []
      const isMailed = mayHaveAccount(person) && isWished(wishOf(person), own.length)
      return [person, isMailed ? [...own, { device: mailBoxOf(person), channel: MAIL_CHANNEL }] : own]
    }),
  )
}

function isWished(wish: MailWish, devices: number): boolean {
  return wish === 'always' || (wish === 'fallback' && devices === 0)
}

/** Accounts have ids with a time; importers and the names of the development login have none, and no address. */
function mayHaveAccount(person: string): boolean {
  return timeOfId(person) !== undefined
}
