import { newId } from '#lib/ids/new-id.ts'
import type { Mapping } from '#lib/store/mappings.ts'

/** A valid mapping of a device of its own to a person of its own. */
export function aMapping(over: Partial<Mapping> = {}): Mapping {
  const device = over.device ?? `device-${newId()}`
  return {
    device,
    person: `person of ${device}`,
    channel: 'log',
    subscription: `subscription of ${device}`,
    locale: 'de',
    timeZone: 'Europe/Berlin',
    state: 'active',
    created: 1_760_000_000_000,
    modified: 1_760_000_000_000,
    ...over,
  }
}
