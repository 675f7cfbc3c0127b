import type { Mapping, MappingStore } from '#lib/store/mappings.ts'
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
  ],
}

/**
 * Opens the mapping store in the file behind `sqlite:<path>`.
 *
 * @throws {StartError} when the file cannot be used.
 */
export function openSqliteMappingStore(url: string): Opened<MappingStore> {
  const { db, write, read, close } = openTables(url, MAPPING_SCHEMA)
  const findQuery = db.query<Mapping, [string]>('select * from mappings where device = ?')
  const subscriberQuery = db.query<{ device: string }, [string, string]>(
    `select device from mappings where channel = ? and subscription = ? and channel <> 'none'`,
  )
  const keep = db.query(
    `insert into mappings (device, person, channel, subscription, locale, timeZone, state, created, modified)
     values ($device, $person, $channel, $subscription, $locale, $timeZone, $state, $created, $modified)
     on conflict (device) do update set channel = excluded.channel, subscription = excluded.subscription,
       locale = excluded.locale, timeZone = excluded.timeZone, state = excluded.state, modified = excluded.modified`,
  )
  const devicesQuery = db.query<Mapping, [string]>(
    'select * from mappings where device in (select value from json_each(?))',
  )
  const peopleQuery = db.query<Mapping, [string]>(
    'select * from mappings where person in (select value from json_each(?)) order by created desc, device desc',
  )
  const listQuery = db.query<Mapping, [string, number]>(
    'select * from mappings where device > ? order by device limit ?',
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

  return {
    register: (mapping) =>
      write(() => {
        const known = findQuery.get(mapping.device)
        const subscriber = subscriberQuery.get(mapping.channel, mapping.subscription)
        const isTaken = subscriber !== null && subscriber.device !== mapping.device
        if (isTaken || (known !== null && known.person !== mapping.person)) return 'conflict'
        keep.run({ ...mapping })
        return known === null ? 'created' : 'updated'
      }),
    async find(device) {
      return read(() => findQuery.get(device)) ?? undefined
    },
    async findAll(devices) {
      return read(() => devicesQuery.all(JSON.stringify(devices)))
    },
    async ofPeople(people) {
      return read(() => peopleQuery.all(JSON.stringify(people)))
    },
    async list(limit, cursor = '') {
      return read(() => listQuery.all(cursor, limit))
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
