import { unreadKind, type StoredItem } from '#lib/store/inbox-rules.ts'
import type { InboxItem, InboxKey } from '#lib/store/inbox.ts'
import type { CollectionSchema } from './collection-schema.ts'

/** An item of an inbox. Its id is its person, its kind and what it is about, with spaces between them. */
export interface InboxDocument extends StoredItem {
  readonly _id: string
  readonly number: number
  /** Present while it was not removed: partial indexes cannot ask for what is missing. */
  readonly isShown?: true
  /** Present while it is neither read nor removed. */
  readonly isUnread?: true
}

/** The number of the last change in the inbox of a person. */
export interface InboxNumberDocument {
  readonly _id: string
  readonly last: number
}

/** The collection of items. */
export const INBOX_SCHEMA: CollectionSchema = {
  name: 'inbox',
  required: {
    person: 'string',
    kind: 'string',
    about: 'string',
    id: 'string',
    at: 'number',
    number: 'number',
    received: 'number',
    readTo: 'number',
  },
  optional: {
    other: 'string',
    content: 'object',
    readAt: 'number',
    removedAt: 'number',
    isShown: 'bool',
    isUnread: 'bool',
  },
  indexes: [
    { name: 'by_id', key: { person: 1, id: 1 }, unique: true },
    { name: 'in_order', key: { person: 1, number: 1 }, unique: true },
    {
      name: 'shown',
      key: { person: 1, at: -1, id: -1 },
      partialFilterExpression: { isShown: true },
    },
    {
      name: 'unread',
      key: { person: 1, at: -1, id: -1, kind: 1, number: 1 },
      partialFilterExpression: { isUnread: true },
    },
    {
      name: 'about_people',
      key: { other: 1, person: 1 },
      partialFilterExpression: { other: { $exists: true } },
    },
    { name: 'by_time', key: { at: 1 } },
    { name: 'by_reading', key: { readAt: 1 }, sparse: true },
  ],
}

/** The collection of the numbers of changes. */
export const INBOX_NUMBER_SCHEMA: CollectionSchema = {
  name: 'inbox_numbers',
  required: { last: 'number' },
  indexes: [],
}

/** The `_id` of an item. */
export function inboxKey({ person, kind, about }: InboxKey): string {
  return `${person} ${kind} ${about}`
}

/** The document of an item. */
export function documentOfItem(item: StoredItem, number: number): InboxDocument {
  return {
    _id: inboxKey(item),
    ...item,
    number,
    ...(item.removedAt === undefined && { isShown: true }),
    ...(unreadKind(item) !== undefined && { isUnread: true }),
  }
}

/** The item of a document, as the rules know it. */
export function storedOfDocument(document: InboxDocument): StoredItem {
  const { _id, number: _number, isShown: _isShown, isUnread: _isUnread, ...stored } = document
  return stored
}

/** The item of a document, if it was not removed. */
export function itemsOfDocument(document: InboxDocument): InboxItem[] {
  const {
    received: _received,
    readTo: _readTo,
    removedAt: _removedAt,
    content,
    ...rest
  } = storedOfDocument(document)
  return content === undefined ? [] : [{ ...rest, content, number: document.number }]
}
