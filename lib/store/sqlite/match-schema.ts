import type { Schema } from '#lib/sqlite/open-database.ts'
import { outboxOwners, outboxTable } from '#lib/store/sqlite/outbox.ts'

/** Name of the outbox that belongs to the matches. */
export const MATCH_OUTBOX = 'match_unsent'

/** True for a match that is proposed or together. */
export const IS_CURRENT = `state in ('proposed', 'together')`

/** Tables of matches; a unique index keeps a pair from having two current matches. */
export const MATCH_SCHEMA: Schema = {
  name: 'matches',
  steps: [
    `create table matches (
       id text primary key, search text not null, offer text not null, episode integer not null, state text not null,
       found_at real not null, ended_at real, document text not null, unique (search, offer, episode)) strict;
     create unique index matches_together on matches (search, offer) where state = 'together';
     create index offers_together on matches (offer) where state = 'together';
     create index matches_by_search on matches (search, found_at, id);
     create index matches_by_offer on matches (offer, found_at, id);
     create index matches_by_time on matches (found_at, id);
     ${outboxTable(MATCH_OUTBOX)}`,
    `alter table matches add column search_owner text not null default '';
     alter table matches add column offer_owner text not null default '';
     update matches set search_owner = document ->> '$.sides[0].person',
       offer_owner = coalesce(document ->> '$.sides[1].person', '');
     create index owners_together on matches (search_owner, offer_owner) where state = 'together'`,
    `create index matches_by_search_owner on matches (search_owner, found_at, id);
     create index matches_by_offer_owner on matches (offer_owner, found_at, id)`,
    // A pair has one current match. The queries name this condition as it stands here, or the indexes are not used.
    `alter table matches add column revision integer not null default 1;
     drop index matches_together; drop index offers_together; drop index owners_together;
     create unique index matches_current on matches (search, offer) where ${IS_CURRENT};
     create index offers_current on matches (offer) where ${IS_CURRENT};
     create index owners_current on matches (search_owner, offer_owner) where ${IS_CURRENT};
     create index matches_proposed on matches (found_at) where state = 'proposed';
     ${outboxOwners(MATCH_OUTBOX)}`,
    `create index offer_owners_current on matches (offer_owner, id) where ${IS_CURRENT}`,
  ],
}
