import {
  holderPerson,
  LAST_CHARACTER,
  silentBeyond,
  type Mapping,
  type MappingQuery,
  type MappingStore,
} from '#lib/store/mappings.ts'
import type { Opened } from '#lib/store/opened.ts'
import type { Schema } from '#lib/sqlite/open-database.ts'
import { openTables } from '#lib/store/sqlite/open-tables.ts'

const MAPPING_SCHEMA: Schema = {
  name: 'mappings',
  steps: [
    `create table mappings (
       device text primary key, person text not null, channel text not null, subscription text not null,
       locale text not null, timeZone text not null, state text not null, created real not null,
       modified real not null) strict, without rowid;
     create index mappings_by_person on mappings (person, created, device);
     create unique index subscriptions on mappings (channel, subscription) where channel <> 'none'`,
    `alter table mappings add column secret text`,
    `create index mappings_by_state on mappings (state, device);
     create index mappings_by_channel on mappings (channel, device);
     create index mappings_by_channel_state on mappings (channel, state, device)`,
    `drop index subscriptions;
     alter table mappings add column holder text not null default '';
     update mappings set holder = person where channel = 'webhook';
     create unique index subscriptions on mappings (channel, subscription, holder) where channel <> 'none'`,
  ],
}

/** A row of the table. */
type MappingRow = Omit<Mapping, 'secret'> & { readonly secret: string | null; readonly holder: string }

/**
 * Opens the mapping store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteMappingStore(url: string): Opened<MappingStore> {
  const { db, write, read, close } = openTables(url, MAPPING_SCHEMA)
  const findQuery = db.query<MappingRow, [string]>('select * from mappings where device = ?')
  const holderQuery = db.query<MappingRow, [string, string, string]>(
    `select * from mappings where channel = ? and subscription = ? and holder = ? and channel <> 'none'`,
  )
  const keep = db.query(
    `insert into mappings (device, person, channel, subscription, secret, locale, timeZone, state, created,
       modified, holder)
     values ($device, $person, $channel, $subscription, $secret, $locale, $timeZone, $state, $created, $modified, $holder)
     on conflict (device) do update set channel = excluded.channel, subscription = excluded.subscription,
       secret = excluded.secret, holder = excluded.holder,
       locale = excluded.locale, timeZone = excluded.timeZone, state = excluded.state, modified = excluded.modified`,
  )
  const devicesQuery = db.query<MappingRow, [string]>(
    'select * from mappings where device in (select value from json_each(?))',
  )
  const peopleQuery = db.query<MappingRow, [string]>(
    'select * from mappings where person in (select value from json_each(?)) order by created desc, device desc',
  )
  const countQuery = db.query<{ count: number }, [string]>(
    `select count(*) as count from mappings where channel = ? and channel <> 'none' and state = 'active'`,
  )
  const markGone = db.query(
    `update mappings set state = 'gone', modified = ? where device = ? and subscription = ? and state = 'active'`,
  )
  const isGoneQuery = db.query(
    `select 1 from mappings where device = ? and subscription = ? and state = 'gone'`,
  )
  const remove = db.query(
    'delete from mappings where device = $device and ($person is null or person = $person)',
  )
  const change = db.query<MappingRow, [string | null, string | null, string]>(
    `update mappings set locale = coalesce(?, locale), timeZone = coalesce(?, timeZone) where device = ? returning *`,
  )

  return {
    register: (mapping, from) =>
      write(() => {
        const known = findQuery.get(mapping.device)
        const holder = holderQuery.get(mapping.channel, mapping.subscription, holderPerson(mapping))
        const isTaken = holder !== null && holder.device !== mapping.device && holder.device !== from
        if (isTaken || (known !== null && known.person !== mapping.person)) return 'conflict'
        if (holder !== null && holder.device !== mapping.device) {
          remove.run({ device: holder.device, person: holder.person })
        }
        keep.run({ ...mapping, secret: mapping.secret ?? null, holder: holderPerson(mapping) })
        return known === null ? 'created' : 'updated'
      }),
    change: (device, { locale, timeZone }) =>
      write(() => optional(change.get(locale ?? null, timeZone ?? null, device))),
    async holderOf(wanted) {
      return read(() => optional(holderQuery.get(wanted.channel, wanted.subscription, holderPerson(wanted))))
    },
    trim: (person, max) =>
      write(() => {
        const devices = silentBeyond(peopleQuery.all(JSON.stringify([person])).map(mappingOf), max).map(
          ({ device }) => device,
        )
        for (const device of devices) remove.run({ device, person })
        return devices
      }),
    async find(device) {
      return read(() => optional(findQuery.get(device)))
    },
    async findAll(devices) {
      return read(() => devicesQuery.all(JSON.stringify(devices)).map(mappingOf))
    },
    async ofPeople(people) {
      return read(() => peopleQuery.all(JSON.stringify(people)).map(mappingOf))
    },
    async list(query) {
      const { sql, values } = listOf(query)
      return read(() => db.query<MappingRow, [typeof values]>(sql).all(values).map(mappingOf))
    },
    async countActive(channel) {
      return read(() => countQuery.get(channel))?.count ?? 0
    },
    markGone: (subscriptions, nowMs) =>
      write(() => {
        for (const { device, subscription } of subscriptions) markGone.run(nowMs, device, subscription)
        const gone = subscriptions.filter(
          ({ device, subscription }) => isGoneQuery.get(device, subscription) !== null,
        )
        return new Set(gone.map(({ device }) => device))
      }),
    remove: (device, person) => write(() => remove.run({ device, person: person ?? null }).changes > 0),
    close,
  }
}

/** The person's index is the best one where a person is asked for: they have few devices. */
function listOf({ person, device, channel, state, limit, cursor = '' }: MappingQuery) {
  const indexed = person === undefined ? '' : '+'
  const terms = [
    `${indexed}device > $cursor`,
    ...(person === undefined ? [] : ['person = $person']),
    ...(device === undefined ? [] : [`${indexed}device >= $first and ${indexed}device < $last`]),
    ...(channel === undefined ? [] : [`${indexed}channel = $channel`]),
    ...(state === undefined ? [] : [`${indexed}state = $state`]),
  ]
  return {
    sql: `select * from mappings where ${terms.join(' and ')} order by device limit $limit`,
    values: {
      limit,
      cursor,
      ...(person !== undefined && { person }),
      ...(device !== undefined && { first: device, last: device + LAST_CHARACTER }),
      ...(channel !== undefined && { channel }),
      ...(state !== undefined && { state }),
    },
  }
}

function mappingOf({ secret, holder: _holder, ...rest }: MappingRow): Mapping {
  return secret === null ? rest : { ...rest, secret }
}

function optional(row: MappingRow | null): Mapping | undefined {
  return row === null ? undefined : mappingOf(row)
}
