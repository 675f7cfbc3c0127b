import type { Schema } from '#lib/sqlite/open-database.ts'
import { outboxOwners, outboxTable } from '#lib/store/sqlite/outbox.ts'

/** Name of the outbox that belongs to the deliveries. */
export const DELIVERY_OUTBOX = 'delivery_unsent'

const OTHER_PERSON = `json_extract(notice, '$.sides[' || (1 - side) || '].person')`

/** Tables of deliveries; `free_at` is the time from which a pending one may be leased: it is due, and not leased. */
export const DELIVERY_SCHEMA: Schema = {
  name: 'deliveries',
  steps: [
    `create table deliveries (
       id text primary key, match text not null, pair text not null, side integer not null, person text not null,
       device text not null, kind text not null, notice text not null, created real not null, state text not null,
       attempts integer not null, free_at real not null, sent_at real, provider_id text, reason text,
       unique (match, side, device, kind)) strict;
     create index pending_deliveries on deliveries (free_at, created, id) where state = 'pending';
     create index sent_deliveries on deliveries (pair, side, sent_at) where state = 'sent';
     create index deliveries_by_person on deliveries (person, created, id);
     create index deliveries_by_state on deliveries (state, created, id);
     create index deliveries_by_time on deliveries (created, id);
     ${outboxTable(DELIVERY_OUTBOX)}`,
    `create index deliveries_by_first_side on deliveries (json_extract(notice, '$.sides[0].person'));
     create index deliveries_by_second_side on deliveries (json_extract(notice, '$.sides[1].person'));
     create index deliveries_by_cause on deliveries (json_extract(notice, '$.cause.person'))`,
    `create table withdrawn_matches (match text primary key, at real not null) strict, without rowid`,
    // Existing deliveries have no channel: it is looked up when they are leased.
    `alter table deliveries add column channel text not null default '';
     drop index pending_deliveries;
     create index pending_deliveries on deliveries (channel, free_at, created, id) where state = 'pending';
     create index pending_by_device on deliveries (device) where state = 'pending'`,
    outboxOwners(DELIVERY_OUTBOX),
    // The content of any kind takes the place of the notice. The key of the ring window is that of `ringKey()`.
    `alter table deliveries add column content text not null default '{}';
     alter table deliveries add column ring_key text not null default '';
     alter table deliveries add column held_for text;
     alter table deliveries add column digest text;
     update deliveries set kind = 'match',
       content = json_object('kind', 'match', 'notice', json(notice), 'side', side),
       ring_key = iif(${OTHER_PERSON} is null or ${OTHER_PERSON} like 'importer:%',
         'pair ' || side || ' ' || pair, 'people ' || person || ' ' || ${OTHER_PERSON});
     drop index deliveries_by_first_side;
     drop index deliveries_by_second_side;
     drop index deliveries_by_cause;
     drop index sent_deliveries;
     alter table deliveries drop column notice;
     create index deliveries_by_first_side on deliveries (json_extract(content, '$.notice.sides[0].person'));
     create index deliveries_by_second_side on deliveries (json_extract(content, '$.notice.sides[1].person'));
     create index deliveries_by_cause on deliveries (json_extract(content, '$.notice.cause.person'));
     create index told_deliveries on deliveries (ring_key, sent_at) where state in ('sent', 'digested');
     create index held_deliveries on deliveries (free_at) where state = 'held';
     create index held_by_device on deliveries (device, held_for, created, id) where state = 'held';
     create index withdrawn_by_time on withdrawn_matches (at)`,
    `alter table deliveries add column opened_at real;
     alter table deliveries add column dismissed_at real;
     create index deliveries_by_provider on deliveries (provider_id) where provider_id is not null`,
    `alter table deliveries add column leased_at real;
     alter table deliveries add column called_at real;
     alter table deliveries add column answered_at real`,
    // What an older version left pending counts as not urgent.
    `alter table deliveries add column urgent integer not null default 0;
     drop index pending_deliveries;
     create index pending_deliveries on deliveries (channel, urgent, free_at, created, id) where state = 'pending'`,
    `create index waiting_messages on deliveries (pair, person) where kind = 'message' and state in ('pending', 'held');
     create index waiting_messages_of_matches on deliveries (json_extract(content, '$.match'))
       where kind = 'message' and state in ('pending', 'held')`,
  ],
}
