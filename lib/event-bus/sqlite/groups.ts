import type { BusGroup } from '#lib/event-bus/event-bus.ts'
import { allPartitions, openBusLog } from '#lib/event-bus/sqlite/open-topics.ts'
import { readNow } from '#lib/sqlite/open-database.ts'

/**
 * The consumer groups on the bus in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export async function groupsOfSqlite(url: string): Promise<BusGroup[]> {
  const log = openBusLog(url)
  try {
    const topicOf = new Map(allPartitions(log).map(({ slot, topic }) => [slot, topic]))
    const places = readNow(log.database, () =>
      log.database.db
        .query<{ group: string; slot: number }, []>(
          'select group_name as "group", slot from bus_places order by group_name',
        )
        .all(),
    )
    return [...Map.groupBy(places, ({ group }) => group)].map(([group, own]) => ({
      group,
      topics: [...new Set(own.flatMap(({ slot }) => topicOf.get(slot) ?? []))].toSorted(),
    }))
  } finally {
    await log.close()
  }
}
