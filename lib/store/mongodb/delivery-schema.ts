import type { CollectionSchema } from './collection-schema.ts'
import { UNSENT_INDEXES } from './unsent.ts'

/** The matches whose deliveries are withdrawn, by id: nothing more is sent for them. */
export const WITHDRAWN_SCHEMA: CollectionSchema = {
  name: 'withdrawn_matches',
  required: { at: 'number' },
  indexes: [{ name: 'by_time', key: { at: 1 } }],
}

/** What waits to tell of messages. */
export const WAITING_MESSAGE = { kind: 'message', state: { $in: ['pending', 'held'] } } as const

/** The collection of deliveries; a unique index keeps a device from being rung twice for one side of a match. */
export const DELIVERY_SCHEMA: CollectionSchema = {
  name: 'deliveries',
  required: {
    match: 'string',
    pair: 'string',
    side: 'number',
    ringKey: 'string',
    person: 'string',
    device: 'string',
    channel: 'string',
    kind: 'string',
    content: 'object',
    created: 'number',
    state: 'string',
    attempts: 'number',
    freeAt: 'number',
  },
  optional: {
    urgency: 'number',
    lease: 'string',
    sentAt: 'number',
    leasedAt: 'number',
    calledAt: 'number',
    answeredAt: 'number',
    providerId: 'string',
    openedAt: 'number',
    dismissedAt: 'number',
    reason: 'string',
    heldFor: 'string',
    digest: 'string',
    unsent: 'array',
  },
  indexes: [
    { name: 'rings', key: { match: 1, side: 1, device: 1, kind: 1 }, unique: true },
    {
      name: 'pending_by_urgency',
      key: { channel: 1, urgency: -1, freeAt: 1, created: 1, _id: 1 },
      partialFilterExpression: { state: 'pending' },
    },
    { name: 'pending_by_device', key: { device: 1 }, partialFilterExpression: { state: 'pending' } },
    {
      name: 'told',
      key: { ringKey: 1, sentAt: -1 },
      partialFilterExpression: { state: { $in: ['sent', 'digested'] } },
    },
    { name: 'held', key: { freeAt: 1 }, partialFilterExpression: { state: 'held' } },
    {
      name: 'held_by_device',
      key: { device: 1, heldFor: 1, created: 1, _id: 1 },
      partialFilterExpression: { state: 'held' },
    },
    { name: 'by_person', key: { person: 1, created: -1, _id: -1 } },
    { name: 'by_people', key: { 'content.notice.sides.person': 1 } },
    { name: 'by_causer', key: { 'content.notice.cause.person': 1 } },
    { name: 'by_state', key: { state: 1, created: -1, _id: -1 } },
    {
      name: 'by_provider',
      key: { providerId: 1 },
      partialFilterExpression: { providerId: { $exists: true } },
    },
    { name: 'by_time', key: { created: -1, _id: -1 } },
    { name: 'waiting_messages', key: { pair: 1, person: 1 }, partialFilterExpression: WAITING_MESSAGE },
    {
      name: 'waiting_messages_of_matches',
      key: { 'content.match': 1 },
      partialFilterExpression: WAITING_MESSAGE,
    },
    ...UNSENT_INDEXES,
  ],
}
