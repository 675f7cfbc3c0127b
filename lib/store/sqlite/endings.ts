import type { Schema } from '#lib/sqlite/open-database.ts'
import type { Ending, EndingStore } from '#lib/store/endings.ts'
import type { Opened } from '#lib/store/opened.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

const ENDING_SCHEMA: Schema = {
  name: 'endings',
  steps: [
    // The sequence number of the newest entry is kept after the entry is deleted.
    `create table endings (
       sequence integer primary key, person text not null, session text, until real not null) strict;
     create table ending_numbers (id integer primary key check (id = 1), last integer not null) strict;
     insert into ending_numbers (id, last) values (1, 0);
     create index endings_by_person on endings (person);
     create index endings_by_end on endings (until)`,
  ],
}

interface EndingRow extends Omit<Ending, 'session'> {
  readonly session: string | null
}

const COLUMNS = 'person, session, until, sequence'

/**
 * Opens the store of ended sessions in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteEndingStore(url: string): Opened<EndingStore> {
  const { db, write, read, close } = openTables(url, ENDING_SCHEMA)
  const next = db.query<{ last: number }, []>(
    'update ending_numbers set last = last + 1 where id = 1 returning last',
  )
  const insert = db.query(
    'insert into endings (sequence, person, session, until) values ($sequence, $person, $session, $until)',
  )
  const personQuery = db.query<EndingRow, [string]>(
    `select ${COLUMNS} from endings where person = ? order by sequence`,
  )
  const listQuery = db.query<EndingRow, [number, number]>(
    `select ${COLUMNS} from endings where sequence > ? order by sequence limit ?`,
  )
  const lastQuery = db.query<{ last: number }, []>('select last from ending_numbers where id = 1')
  const forget = db.query('delete from endings where until <= ?')

  return {
    add: ({ person, session, until }) =>
      write(() => {
        const sequence = next.get()?.last ?? 0
        insert.run({ sequence, person, session: session ?? null, until })
        return sequence
      }),
    async ofPerson(person) {
      return read(() => personQuery.all(person)).map(endingOf)
    },
    async list(afterSequence, limit) {
      return read(() => listQuery.all(afterSequence, limit)).map(endingOf)
    },
    async last() {
      return read(() => lastQuery.get())?.last ?? 0
    },
    forget: (nowMs) => write(() => forget.run(nowMs).changes),
    close,
  }
}

function endingOf({ session, ...rest }: EndingRow): Ending {
  return { ...rest, ...(session !== null && { session }) }
}
