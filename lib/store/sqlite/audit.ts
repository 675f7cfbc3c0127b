import { firstIdAt } from '#lib/ids/first-id-at.ts'
import type { Act, ActChange, ActQuery, AuditStore } from '#lib/store/audit.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { Schema } from '#lib/sqlite/open-database.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

const AUDIT_SCHEMA: Schema = {
  name: 'audit',
  steps: [
    `create table acts (
       id text primary key, person text not null, role text not null, station text not null, method text not null,
       route text not null, params text not null, request_id text not null, ip text, status integer)
       strict, without rowid;
     create index acts_by_person on acts (person, id);
     create index acts_by_station on acts (station, id)`,
    `alter table acts add column owner text;
     alter table acts add column change text;
     create index acts_by_owner on acts (owner) where owner is not null`,
  ],
}

type ActRow = Omit<Act, 'params' | 'ip' | 'status' | 'change'> & {
  readonly params: string
  readonly ip: string | null
  readonly status: number | null
  readonly owner: string | null
  /** JSON of the change without its owner. */
  readonly change: string | null
}

// Behind every id.
const LAST_ID = 'g'

const COLUMNS =
  'id, person, role, station, method, route, params, request_id as requestId, ip, status, owner, change'

/**
 * Opens the audit store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteAuditStore(url: string): Opened<AuditStore> {
  const { db, write, read, close } = openTables(url, AUDIT_SCHEMA)
  const insert = db.query(
    `insert or ignore into acts (id, person, role, station, method, route, params, request_id, ip)
     values ($id, $person, $role, $station, $method, $route, $params, $requestId, $ip)`,
  )
  const finish = db.query(
    'update acts set status = $status, owner = $owner, change = $change where id = $id and status is null',
  )
  const dropChanges = db.query('update acts set owner = null, change = null where owner = ?')
  const forget = db.query('delete from acts where id < ?')

  function rowsOf({ person, station, since = 0, before = LAST_ID, limit }: ActQuery): ActRow[] {
    const filters = [
      'id >= $since and id < $before',
      ...(person === undefined ? [] : ['person = $person']),
      ...(station === undefined ? [] : ['station = $station']),
    ]
    return db
      .query<ActRow, Record<string, string | number>>(
        `select ${COLUMNS} from acts where ${filters.join(' and ')} order by id desc limit $limit`,
      )
      .all({
        since: firstIdAt(since),
        before,
        limit,
        ...(person !== undefined && { person }),
        ...(station !== undefined && { station }),
      })
  }

  return {
    async begin({ params, ip, ...act }) {
      const row = { ...act, params: JSON.stringify(params), ip: ip ?? null }
      const { changes } = await write(() => insert.run(row))
      if (changes === 0) throw new Error(`Cannot keep act "${act.id}": there is one of this id`)
    },
    async finish(id, status, changed) {
      const { owner, ...change } = changed ?? {}
      const row = {
        id,
        status,
        owner: owner ?? null,
        change: owner === undefined ? null : JSON.stringify(change),
      }
      await write(() => finish.run(row))
    },
    async dropChangesOf(owner) {
      await write(() => dropChanges.run(owner))
    },
    async list(query) {
      return read(() => rowsOf(query)).map(actOf)
    },
    forget: (beforeMs) => write(() => forget.run(firstIdAt(beforeMs)).changes),
    close,
  }
}

function actOf({ params, ip, status, owner, change, ...row }: ActRow): Act {
  return {
    ...row,
    params: JSON.parse(params),
    ...(ip !== null && { ip }),
    ...(status !== null && { status }),
    ...(owner !== null && change !== null && { change: { owner, ...changeOf(change) } }),
  }
}

function changeOf(text: string): Omit<ActChange, 'owner'> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- this adapter wrote it
  return JSON.parse(text) as Omit<ActChange, 'owner'>
}
