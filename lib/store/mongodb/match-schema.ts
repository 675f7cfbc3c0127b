import type { CollectionSchema } from './collection-schema.ts'
import { UNSENT_INDEXES } from './unsent.ts'

const TOGETHER = { state: 'together' }

/** The collection of matches; a unique index of those that are together keeps a pair from being together twice. */
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
  optional: { endedAt: 'number', unsent: 'array' },
  indexes: [
    {
      name: 'pairs_together',
      key: { search: 1, offer: 1 },
      unique: true,
      partialFilterExpression: TOGETHER,
    },
    { name: 'offers_together', key: { offer: 1 }, partialFilterExpression: TOGETHER },
    {
      name: 'owners_together',
      key: { 'owners.search': 1, 'owners.offer': 1 },
      partialFilterExpression: TOGETHER,
    },
    { name: 'by_search_owner', key: { 'owners.search': 1, foundAt: -1, _id: -1 } },
    { name: 'by_offer_owner', key: { 'owners.offer': 1, foundAt: -1, _id: -1 } },
    { name: 'episodes', key: { search: 1, offer: 1, episode: 1 }, unique: true },
    { name: 'by_search', key: { search: 1, foundAt: -1, _id: -1 } },
    { name: 'by_offer', key: { offer: 1, foundAt: -1, _id: -1 } },
    { name: 'by_time', key: { foundAt: -1, _id: -1 } },
    ...UNSENT_INDEXES,
  ],
}
