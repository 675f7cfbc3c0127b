import type { Mapping, MappingStore } from '#lib/store/mappings.ts'
import type { Language } from '#lib/text/language.ts'
import type { Addresses } from './open-addresses.ts'

/** The channel of mails. */
export const MAIL_CHANNEL = 'mail'

const PREFIX = 'mail:'

/** The device that stands for the mail address of a person. It is in no table: the address belongs to accounts. */
export function mailBoxOf(person: string): string {
  return PREFIX + person
}

/** The person whose mail address a device stands for; undefined for other devices. */
function personOfMailBox(device: string): string | undefined {
  return device.startsWith(PREFIX) ? device.slice(PREFIX.length) : undefined
}

/** True for a device that stands for a mail address. */
export function isMailBox(device: string): boolean {
  return personOfMailBox(device) !== undefined
}

/** What sending needs to know about devices. */
type Mappings = Pick<MappingStore, 'findAll' | 'markGone'>

/** Where most readers of a language live, for quiet hours of people of whom nothing else is known. */
const ZONES: Readonly<Record<Language, string>> = { en: 'UTC', de: 'Europe/Berlin' }

/** Mappings that also know the mail addresses of people, as devices with the channel `mail`. */
export function withMailBoxes(
  mappings: Mappings & Pick<MappingStore, 'ofPeople'>,
  addresses: Addresses,
): Mappings {
  return {
    async findAll(devices) {
      const { real, people } = apart(devices)
      const [found, boxes] = await Promise.all([
        real.length === 0 ? [] : mappings.findAll(real),
        people.length === 0 ? [] : boxesOf(people, addresses, mappings),
      ])
      return [...found, ...boxes]
    },
    async markGone(subscriptions, nowMs) {
      const isBox = ({ device }: { readonly device: string }) => isMailBox(device)
      const real = subscriptions.filter((each) => !isBox(each))
      const gone = real.length === 0 ? [] : await mappings.markGone(real, nowMs)
      // The account lost its address: nothing is marked, because the next mail asks for it again.
      return new Set([...gone, ...subscriptions.filter(isBox).map(({ device }) => device)])
    },
  }
}

function apart(devices: readonly string[]): { readonly real: string[]; readonly people: string[] } {
  const real = devices.filter((device) => !isMailBox(device))
  return { real, people: devices.flatMap((device) => personOfMailBox(device) ?? []) }
}

async function boxesOf(
  people: readonly string[],
  addresses: Addresses,
  mappings: Pick<MappingStore, 'ofPeople'>,
): Promise<Mapping[]> {
  const [found, devices] = await Promise.all([addresses.of(people), mappings.ofPeople(people)])
  // The newest device of a person says where they are, also when it does not ring any more. They come newest first.
  const zones = new Map(devices.toReversed().map(({ person, timeZone }) => [person, timeZone]))
  return [...found].map(([person, { language }]) => ({
    device: mailBoxOf(person),
    person,
    channel: MAIL_CHANNEL,
    subscription: person,
    locale: language,
    timeZone: zones.get(person) ?? ZONES[language],
    state: 'active',
    created: 0,
    modified: 0,
  }))
}
