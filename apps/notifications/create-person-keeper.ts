import type { PersonKeeper } from '#lib/erasure/person-keeper.ts'
import { showDelivery } from './delivery-wire.ts'
import { showMapping } from './mapping-wire.ts'
import type { NotificationsOptions } from './options.ts'

/** Deliveries of an export, the newest ones. */
const DELIVERIES_MAX = 10_000

/** What notifications keeps of people: how their devices ring, and what was rung. */
export function keepPeople({
  mappings,
  deliveries,
  rings,
}: Pick<NotificationsOptions, 'mappings' | 'deliveries' | 'rings'>): PersonKeeper {
  return {
    async collect(person) {
      const own = await mappings.ofPerson(person)
      const rung = await deliveries.list({ person, limit: DELIVERIES_MAX })
      return { files: { 'subscriptions.json': own.map(showMapping), 'rings.json': rung.map(showDelivery) } }
    },
    async erase(person) {
      for (const { device } of await mappings.ofPerson(person)) await mappings.remove(device, person)
      await deliveries.removeOf(person)
      await rings.removeOf(person)
    },
    // What is still to be sent finds no mapping, and ends.
    async release(person, device) {
      await mappings.remove(device, person)
    },
  }
}
