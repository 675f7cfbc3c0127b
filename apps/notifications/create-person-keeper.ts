import type { PersonKeeper } from '#lib/erasure/person-keeper.ts'
import type { InboxItem } from '#lib/store/inbox.ts'
import { showDelivery } from './delivery-wire.ts'
import { showItem } from './inbox/inbox-wire.ts'
import { showMapping } from './mapping-wire.ts'
import type { NotificationsOptions } from './options.ts'
import { showPreferences } from './preferences-wire.ts'
import { gotBy } from './which-fit.ts'

/** Maximum number of deliveries in an export; the newest are kept. */
const DELIVERIES_MAX = 10_000

/** Maximum number of items of the inbox in one read. */
const PAGE = 200

/** Creates the export and deletion of the data of a person in notifications: subscriptions, deliveries, preferences, rings and the inbox. */
export function createPersonKeeper({
  mappings,
  deliveries,
  preferences,
  rings,
  mailRings,
  inbox,
}: Pick<
  NotificationsOptions,
  'mappings' | 'deliveries' | 'preferences' | 'rings' | 'mailRings' | 'inbox'
>): PersonKeeper {
  async function* itemsOf(person: string): AsyncGenerator<InboxItem> {
    for (let page = await inbox.list({ person, limit: PAGE }); page.length > 0;) {
      yield* page
      page = await inbox.list({ person, limit: PAGE, last: page.at(-1) })
    }
  }

  return {
    async collect(person) {
      const own = await mappings.ofPeople([person])
      const rung = await deliveries.list({ person, limit: DELIVERIES_MAX })
      const wanted = (await preferences.findAll([person])).get(person)
      return {
        files: {
          'subscriptions.json': own.map(showMapping),
          'rings.json': rung.map(showDelivery),
          'preferences.json': wanted === undefined ? [] : [showPreferences(wanted)],
          'inbox.json': await Array.fromAsync(itemsOf(person), showItem),
        },
      }
    },
    async erase(person) {
      for (const { device } of await mappings.ofPeople([person])) await mappings.remove(device, person)
      await deliveries.removeOf(person)
      await preferences.removeOf(person)
      await rings.removeOf(person)
      await mailRings.removeOf(person)
      await rings.removeOf(gotBy(person))
      await inbox.removeOf(person, Date.now())
    },
    // Pending deliveries of the device find no mapping, and end.
    async release(person, device) {
      await mappings.remove(device, person)
    },
  }
}
