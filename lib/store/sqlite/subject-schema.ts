import type { Schema } from '#lib/sqlite/open-database.ts'
import { outboxOwners, outboxTable } from '#lib/store/sqlite/outbox.ts'

/** Name of the outbox that belongs to the subjects. */
export const SUBJECT_OUTBOX = 'subject_unsent'

/** By which version the keys of a row were made. */
export const KEYED = "json_extract(document, '$.keyed')"

/**
 * Tables of searches and offers: columns for what is asked for, a document for the rest. `subject_points` has the points
 * of those that have one; it keeps 32-bit boxes around them, so it may give some too many, never one too few.
 */
export const SUBJECT_SCHEMA: Schema = {
  name: 'subjects',
  steps: [
    `create table subjects (
       row integer primary key, id text not null unique, kind text not null, role text not null, owner text not null,
       active integer not null, device text, lat real, lng real, position_time real, valid_from real, valid_until real,
       version integer not null, document text not null) strict;
     create index subjects_by_owner on subjects (owner, id);
     create index subjects_by_kind on subjects (kind, id);
     create index active_subjects on subjects (owner) where active = 1;
     create index followers on subjects (device) where device is not null;
     create table subject_keywords (
       keyword text not null, subject text not null, primary key (keyword, subject)) strict, without rowid;
     create virtual table subject_points using rtree (row, south, north, west, east);
     ${outboxTable(SUBJECT_OUTBOX)}`,
    `create index subjects_by_keyed on subjects (${KEYED})`,
    outboxOwners(SUBJECT_OUTBOX),
    `create index subjects_by_begin on subjects (valid_from) where valid_from is not null;
     create index subjects_by_end on subjects (valid_until) where valid_until is not null`,
    `alter table subjects add column hidden integer not null default 0;
     alter table subjects add column terms text not null default '[]';
     create index hidden_subjects on subjects (id) where hidden = 1;
     create index subject_totals on subjects (kind, owner, active);
     create table subject_terms (
       term text not null, subject text not null, primary key (term, subject)) strict, without rowid;
     create table subject_history (
       subject text not null, number integer not null, entry text not null, primary key (subject, number)) strict, without rowid`,
    `alter table subjects add column bulk_number integer;
     alter table subjects add column bulk_line integer;
     create index subjects_by_bulk on subjects (owner, bulk_number) where bulk_number is not null`,
    `create table subject_cells (
       cell text not null, subject text not null, primary key (cell, subject)) strict, without rowid`,
  ],
}
