import { peopleKey } from '#lib/matching/people-key.ts'
import type { Schema } from '#lib/sqlite/open-database.ts'
import type { Block, BlockStore } from '#lib/store/blocks.ts'
import type { Opened } from '#lib/store/opened.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'
import { createOutbox, outboxOwners, outboxTable } from '#lib/store/sqlite/outbox.ts'

const BLOCK_OUTBOX = 'block_unsent'

const BLOCK_SCHEMA: Schema = {
  name: 'blocks',
  steps: [
    `create table blocks (
       blocker text not null, person text not null, since real not null, primary key (blocker, person))
       strict, without rowid;
     create index blocks_of_person on blocks (person, blocker);
     ${outboxTable(BLOCK_OUTBOX)}`,
    outboxOwners(BLOCK_OUTBOX),
  ],
}

type BlockRow = Pick<Block, 'person' | 'since'>

/**
 * Opens the block store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteBlockStore(url: string): Opened<BlockStore> {
  const tables = openTables(url, BLOCK_SCHEMA)
  const { db, write, read, close } = tables
  const { keep, outbox } = createOutbox<Block>(tables, BLOCK_OUTBOX)
  const findQuery = db.query('select 1 from blocks where blocker = ? and person = ?')
  const countQuery = db.query<{ count: number }, [string]>(
    'select count(*) as count from blocks where blocker = ?',
  )
  const insert = db.query('insert into blocks (blocker, person, since) values (?, ?, ?)')
  const remove = db.query('delete from blocks where blocker = ? and person = ?')
  const removeOf = db.query('delete from blocks where blocker = ?1 or person = ?1')
  const personQuery = db.query<BlockRow, [string]>(
    'select person, since from blocks where blocker = ? order by since desc, person',
  )
  const betweenQuery = db.query<{ blocker: string; person: string }, [string]>(
    `select blocker, person from json_each(?) cross join blocks
     on blocker = value ->> 0 and person = value ->> 1`,
  )

  return {
    add: (block, max) =>
      write(() => {
        const { by, person, since } = block
        if (findQuery.get(by, person) !== null) return 'known'
        if ((countQuery.get(by)?.count ?? 0) >= max) return 'full'
        insert.run(by, person, since)
        keep([block])
        return 'added'
      }),
    remove: (block) =>
      write(() => {
        const isRemoved = remove.run(block.by, block.person).changes > 0
        if (isRemoved) keep([{ ...block, isLifted: true }])
        return isRemoved
      }),
    async ofPerson(by) {
      return read(() => personQuery.all(by))
    },
    async removeOf(person) {
      await write(() => removeOf.run(person))
    },
    async between(pairs) {
      if (pairs.length === 0) return new Set()
      const different = new Map(pairs.map((pair) => [peopleKey(...pair), pair]))
      const bothWays = [...different.values()].flatMap(([one, other]) => [
        [one, other],
        [other, one],
      ])
      const rows = read(() => betweenQuery.all(JSON.stringify(bothWays)))
      return new Set(rows.map(({ blocker, person }) => peopleKey(blocker, person)))
    },
    ...outbox,
    close,
  }
}
