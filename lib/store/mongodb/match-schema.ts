import type { CollectionSchema } from './collection-schema.ts'
import { UNSENT_INDEXES } from './unsent.ts'

const CURRENT = { state: { $in: ['proposed', 'together'] } }

/** The collection of matches; a unique index keeps a pair from having two current matches. */
export const MATCH_SCHEMA: CollectionSchema = {
  name: 'matches',
  required: {
    search: 'string',
    offer: 'string',
    episode: 'number',
    state: 'string',
    foundAt: 'number',
    owners: 'object',
    sides: 'array',
    distanceClass: 'string',
    cause: 'object',
    spot: 'object',
  },
  optional: { endedAt: 'number', revision: 'number', unsent: 'array' },
  indexes: [
    { name: 'pairs_current', key: { search: 1, offer: 1 }, unique: true, partialFilterExpression: CURRENT },
    { name: 'offers_current', key: { offer: 1 }, partialFilterExpression: CURRENT },
    {
      name: 'owners_current',
      key: { 'owners.search': 1, 'owners.offer': 1 },
      partialFilterExpression: CURRENT,
    },
    {
      name: 'offer_owners_current',
      key: { 'owners.offer': 1, _id: 1 },
      partialFilterExpression: CURRENT,
    },
    { name: 'proposed', key: { foundAt: 1 }, partialFilterExpression: { state: 'proposed' } },
    { name: 'by_search_owner', key: { 'owners.search': 1, foundAt: -1, _id: -1 } },
    { name: 'by_offer_owner', key: { 'owners.offer': 1, foundAt: -1, _id: -1 } },
    { name: 'episodes', key: { search: 1, offer: 1, episode: 1 }, unique: true },
    { name: 'by_search', key: { search: 1, foundAt: -1, _id: -1 } },
    { name: 'by_offer', key: { offer: 1, foundAt: -1, _id: -1 } },
    { name: 'by_time', key: { foundAt: -1, _id: -1 } },
    ...UNSENT_INDEXES,
  ],
}
