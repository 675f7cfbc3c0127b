import type { Schema } from '#lib/sqlite/open-database.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { CausedRing, RingLimit, RingStore, RingTable } from '#lib/store/rings.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

const DAY_MS = 86_400_000

const ringSchema = (table: RingTable): Schema => ({
  name: table,
  steps: [
    `create table ${table} (
       person text not null, delivery text not null, at real not null, primary key (person, delivery))
       strict, without rowid;
     create index ${table}_by_time on ${table} (at)`,
  ],
})

/**
 * Opens the ring store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteRingStore(url: string, table: RingTable): Opened<RingStore> {
  const { db, write, close } = openTables(url, ringSchema(table))
  const forget = db.query(`delete from ${table} where person = ? and at <= ?`)
  const forgetOld = db.query(`delete from ${table} where at <= ?`)
  const findQuery = db.query(`select 1 from ${table} where person = ? and delivery = ?`)
  const countQuery = db.query<{ count: number }, [string, number, number]>(
    `select count(*) as count from ${table} where person = ? and at > ? and at < ?`,
  )
  const insert = db.query(`insert into ${table} (person, delivery, at) values (?, ?, ?)`)
  const giveBack = db.query(`delete from ${table} where person = ? and delivery = ?`)
  const removeOf = db.query(`delete from ${table} where person = ?`)

  function takeOne(
    { person, delivery, atMs, max }: CausedRing,
    { max: others, windowMs }: RingLimit,
  ): boolean {
    forget.run(person, atMs - windowMs)
    if (findQuery.get(person, delivery) !== null) return true
    const around = countQuery.get(person, atMs - windowMs, atMs + windowMs)
    if ((around?.count ?? 0) >= (max ?? others)) return false
    insert.run(person, delivery, atMs)
    return true
  }

  return {
    take: (rings, limit) =>
      write(() => {
        // Those of people who cause no more. Others may be counted at earlier times than these.
        const newestMs = Math.max(0, ...rings.map(({ atMs }) => atMs))
        forgetOld.run(newestMs - limit.windowMs - DAY_MS)
        const taken = rings.filter((ring) => takeOne(ring, limit))
        return new Set(taken.map(({ delivery }) => delivery))
      }),
    async giveBack(rings) {
      if (rings.length === 0) return
      await write(() => {
        for (const { person, delivery } of rings) giveBack.run(person, delivery)
      })
    },
    async removeOf(person) {
      await write(() => removeOf.run(person))
    },
    close,
  }
}
