import { firstIdAt } from '#lib/ids/first-id-at.ts'
import type { Act, ActQuery, AuditStore } from '#lib/store/audit.ts'
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
  ],
}

type ActRow = Omit<Act, 'params' | 'ip' | 'status'> & {
  readonly params: string
  readonly ip: string | null
  readonly status: number | null
}

// Behind every id.
const LAST_ID = 'g'

const COLUMNS = 'id, person, role, station, method, route, params, request_id as requestId, ip, status'

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
  const finish = db.query('update acts set status = ? where id = ? and status is null')
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
    async finish(id, status) {
      await write(() => finish.run(status, id))
    },
    async list(query) {
      return read(() => rowsOf(query)).map(actOf)
    },
    forget: (beforeMs) => write(() => forget.run(firstIdAt(beforeMs)).changes),
    close,
  }
}

function actOf({ params, ip, status, ...row }: ActRow): Act {
  return {
    ...row,
    params: JSON.parse(params),
    ...(ip !== null && { ip }),
    ...(status !== null && { status }),
  }
}
