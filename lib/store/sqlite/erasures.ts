import type { EraseTask, Erased, ErasureStore } from '#lib/store/erasures.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { Schema } from '#lib/sqlite/open-database.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

const ERASURE_SCHEMA: Schema = {
  name: 'erasures',
  steps: [
    // Autoincrement: a sequence number that was read never belongs to another person, even after entries are deleted.
    `create table erased (
       sequence integer primary key autoincrement, person text not null unique, erased_at real not null,
       copies_until real not null) strict;
     create index erased_by_end on erased (copies_until);
     create table erase_tasks (
       id text primary key, person text not null, device text, places text not null, due_at real not null)
       strict, without rowid;
     create index erase_tasks_by_time on erase_tasks (due_at, id)`,
  ],
}

interface TaskRow {
  readonly id: string
  readonly person: string
  readonly device: string | null
  readonly places: string
  readonly dueAt: number
}

const ERASED_COLUMNS = 'person, erased_at as erasedAt, copies_until as copiesUntil, sequence'
const TASK_COLUMNS = 'id, person, device, places, due_at as dueAt'

/**
 * Opens the erasure store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteErasureStore(url: string): Opened<ErasureStore> {
  const { db, write, read, close } = openTables(url, ERASURE_SCHEMA)
  const insert = db.query(
    `insert into erased (person, erased_at, copies_until) values ($person, $erasedAt, $copiesUntil)`,
  )
  const findQuery = db.query<Erased, [string]>(`select ${ERASED_COLUMNS} from erased where person = ?`)
  const listQuery = db.query<Erased, [number, number]>(
    `select ${ERASED_COLUMNS} from erased where sequence > ? order by sequence limit ?`,
  )
  const forget = db.query('delete from erased where copies_until <= ?')
  const insertTask = db.query(
    `insert or ignore into erase_tasks (id, person, device, places, due_at)
     values ($id, $person, $device, $places, $dueAt)`,
  )
  const lease = db.query('update erase_tasks set due_at = ? where id = ?')
  const dueQuery = db.query<TaskRow, [number, number]>(
    `select ${TASK_COLUMNS} from erase_tasks where due_at <= ? order by due_at, id limit ?`,
  )
  const taskQuery = db.query<TaskRow, [string]>(`select ${TASK_COLUMNS} from erase_tasks where id = ?`)
  const setPlaces = db.query('update erase_tasks set places = ? where id = ?')
  const removeTask = db.query('delete from erase_tasks where id = ?')

  function addTask({ device, places, ...rest }: EraseTask): void {
    insertTask.run({ ...rest, device: device ?? null, places: JSON.stringify(places) })
  }

  return {
    erase: (erased, tasks) =>
      write(() => {
        const known = findQuery.get(erased.person)
        if (known !== null) return known
        const { lastInsertRowid } = insert.run({ ...erased })
        for (const task of tasks) addTask(task)
        return { ...erased, sequence: Number(lastInsertRowid) }
      }),
    async find(person) {
      return read(() => findQuery.get(person)) ?? undefined
    },
    async list(afterSequence, limit) {
      return read(() => listQuery.all(afterSequence, limit))
    },
    forget: (nowMs) => write(() => forget.run(nowMs).changes),
    addTask: (task) => write(() => addTask(task)),
    leaseTasks: (max, leaseMs, nowMs) =>
      write(() => {
        const due = dueQuery.all(nowMs, max).map(taskOf)
        for (const { id } of due) lease.run(nowMs + leaseMs, id)
        return due.map((task) => ({ ...task, dueAt: nowMs + leaseMs }))
      }),
    finishPlace: (id, place) =>
      write(() => {
        const task = taskQuery.get(id)
        if (task === null) return
        const left = taskOf(task).places.filter((each) => each !== place)
        if (left.length === 0) removeTask.run(id)
        else setPlaces.run(JSON.stringify(left), id)
      }),
    close,
  }
}

function taskOf({ places, device, ...rest }: TaskRow): EraseTask {
  return { ...rest, places: JSON.parse(places), ...(device !== null && { device }) }
}
