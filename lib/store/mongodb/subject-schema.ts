import { mongoFields } from '#lib/subjects/fields-of.ts'
import type { CollectionSchema } from './collection-schema.ts'
import { BY_KEYS_INDEX, KEYED_INDEX, rekeySubjects } from './rekey-subjects.ts'
import { UNSENT_INDEXES } from './unsent.ts'

const fields = mongoFields()

/** Name of the index of followers whose location is hidden. */
export const HIDDEN_FOLLOWERS_INDEX = 'hidden_followers'

/** Name of the index of keywords. */
export const BY_KEYWORD_INDEX = 'by_keyword'

/** Name of the index of the terms of texts. */
export const BY_TERM_INDEX = 'by_term'

/** Name of the index of the cells of lists. */
export const BY_CELL_INDEX = 'by_cell'

/** Name of the index of offers that a bulk named. */
export const BY_BULK_INDEX = 'by_bulk'

/** The collection of searches and offers. A removed one stays as a tombstone with its events until they are sent. */
export const SUBJECT_SCHEMA: CollectionSchema = {
  name: 'subjects',
  required: {
    ...fields.required,
    kind: 'string',
    role: 'string',
    keywords: 'array',
    owner: 'string',
    radiusMeters: 'number',
    active: 'bool',
    trusted: 'bool',
    created: 'number',
    modified: 'number',
    version: 'number',
  },
  optional: {
    ...fields.optional,
    words: 'array',
    wordsFor: 'string',
    keyed: 'number',
    location: 'object',
    keys: 'array',
    cells: 'array',
    card: 'string',
    textTerms: 'array',
    history: 'array',
    bulk: 'object',
    stage: 'string',
    hidden: 'bool',
    hiddenBecause: 'string',
    cleared: 'array',
    device: 'string',
    polygon: 'string',
    positionTime: 'number',
    validFrom: 'number',
    validUntil: 'number',
    unsent: 'array',
  },
  tombstone: ['unsent'],
  indexes: [
    { name: 'by_kind', key: { kind: 1, _id: -1 } },
    { name: 'by_owner', key: { owner: 1, _id: -1 } },
    { name: BY_KEYWORD_INDEX, key: { keywords: 1, _id: -1 } },
    { name: BY_TERM_INDEX, key: { textTerms: 1, _id: -1 } },
    { name: BY_CELL_INDEX, key: { cells: 1, _id: -1 } },
    { name: 'by_place', key: { location: '2dsphere' } },
    { name: 'by_keyword_and_place', key: { keywords: 1, location: '2dsphere' } },
    { name: 'totals', key: { kind: 1, owner: 1, active: 1 } },
    { name: 'hidden', key: { hidden: 1, _id: -1 }, partialFilterExpression: { hidden: true } },
    { name: 'active', key: { owner: 1 }, partialFilterExpression: { active: true } },
    { name: KEYED_INDEX, key: { keyed: 1 } },
    { name: 'by_begin', key: { validFrom: 1 }, sparse: true },
    { name: 'by_end', key: { validUntil: 1 }, sparse: true },
    { name: BY_KEYS_INDEX, key: { keys: 1, _id: -1 } },
    {
      name: HIDDEN_FOLLOWERS_INDEX,
      key: { device: 1, owner: 1 },
      partialFilterExpression: { showLocation: false, device: { $exists: true } },
    },
    { name: 'followers', key: { device: 1 }, sparse: true },
    {
      name: BY_BULK_INDEX,
      key: { owner: 1, 'bulk.number': 1 },
      partialFilterExpression: { bulk: { $exists: true } },
    },
    ...UNSENT_INDEXES,
  ],
  prepare: rekeySubjects,
}
