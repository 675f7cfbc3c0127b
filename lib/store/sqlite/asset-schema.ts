import type { Schema } from '#lib/sqlite/open-database.ts'

/**
 * The tables of pictures. A row of `assets` is the reference of an owner, a row of `pictures` is what all of them refer to. A
 * reference that an older version wrote has no picture until the next upload.
 */
export const ASSET_SCHEMA: Schema = {
  name: 'assets',
  steps: [
    `create table assets (
       id text not null, owner text not null, width integer not null, height integer not null, bytes integer not null,
       created real not null, primary key (id, owner)) strict, without rowid`,
    `create index assets_by_owner on assets (owner, id)`,
    `create table pictures (
       id text not null primary key, width integer not null, height integer not null, bytes integer not null,
       placeholder text not null, likeness text not null, added real not null, alike integer not null)
       strict, without rowid`,
    `insert into pictures
       select id, max(width), max(height), max(bytes), '', '', max(created), 0 from assets group by id`,
    `create index pictures_by_time on pictures (added, id)`,
    `create index pictures_alike on pictures (added, id) where alike = 1`,
    `create table picture_bands (band text not null, id text not null, primary key (band, id)) strict, without rowid`,
    `create index picture_bands_by_id on picture_bands (id)`,
    `create table pictures_gone (id text not null primary key, at real not null) strict, without rowid`,
    `create index pictures_gone_by_time on pictures_gone (at)`,
  ],
}
