import type { BusReaderOptions } from '#lib/event-bus/event-bus.ts'
import { createMembership } from '#lib/event-bus/sqlite/membership.ts'
import type { Partition } from '#lib/event-bus/sqlite/open-topics.ts'
import { lagOf, type Extent, type Place, type Places } from '#lib/event-bus/sqlite/places.ts'
import type { Log } from '#lib/sqlite/log.ts'
import { readNow } from '#lib/sqlite/open-database.ts'

/** How often members check for changes in the group. */
export const LOOK_MS = 100

/** The positions of a group, stored in the log and shared by its members. */
export function createGroupPlaces(
  log: Log,
  partitions: readonly Partition[],
  { group, from }: Pick<BusReaderOptions, 'group' | 'from'>,
): Places {
  const { db } = log.database
  const membership = createMembership(log, group, partitions)
  const slots = JSON.stringify(partitions.map(({ slot }) => slot))
  const bySlot = new Map(partitions.map((partition) => [partition.slot, partition]))
  const begin = db.query('insert or ignore into bus_places values (?, ?, ?, 0)')
  const move = db.query('update bus_places set offset = ? where group_name = ? and slot = ? and turn = ?')
  const jump = db.query(
    `insert into bus_places values (?1, ?2, ?3, 1)
     on conflict (group_name, slot) do update set offset = ?3, turn = turn + 1`,
  )
  const behindQuery = db.query<Pick<Place, 'slot' | 'offset' | 'turn'>, [string, string]>(
    `select p.slot, p.offset, p.turn from bus_places p join log_slots s on s.slot = p.slot
     where p.group_name = ? and p.slot in (select value from json_each(?)) and s.next_offset > p.offset`,
  )
  const extentsQuery = db.query<Pick<Extent, 'slot' | 'first' | 'end' | 'offset'>, [string, string]>(
    `select s.slot, s.next_offset as end, p.offset, coalesce(
       (select r.offset from log_records r where r.slot = s.slot order by r.offset limit 1), s.next_offset) as first
     from log_slots s left join bus_places p on p.group_name = ? and p.slot = s.slot
     where s.slot in (select value from json_each(?)) order by s.slot`,
  )
  let lookAt = 0

  return {
    async join() {
      await log.write(() => {
        for (const { slot } of partitions) {
          begin.run(group, slot, from === 'earliest' ? log.first(slot) : log.end(slot))
        }
        membership.join()
      })
    },
    async keep(slotsInHand) {
      if (performance.now() < lookAt) return
      lookAt = performance.now() + LOOK_MS
      await membership.keep(slotsInHand)
    },
    withRecords() {
      const behind = readNow(log.database, () => behindQuery.all(group, slots))
      return behind.flatMap((place) => {
        const partition = bySlot.get(place.slot)
        return partition !== undefined && membership.has(place.slot) ? [{ ...partition, ...place }] : []
      })
    },
    async commit({ slot, turn }, offset) {
      await log.write(() => {
        if (membership.isHolder(slot)) move.run(offset, group, slot, turn)
      })
    },
    async seek(timeMs) {
      await log.write(() => {
        for (const { slot } of partitions) jump.run(group, slot, log.offsetAt(slot, timeMs))
      })
      log.tell()
    },
    lag() {
      const extents = readNow(log.database, () => extentsQuery.all(group, slots))
      return extents.flatMap((extent) => {
        const partition = bySlot.get(extent.slot)
        return partition === undefined ? [] : [lagOf({ ...partition, ...extent }, from)]
      })
    },
    leave: membership.leave,
  }
}
