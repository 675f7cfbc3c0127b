import type {
  InboxChange,
  InboxContent,
  InboxItem,
  InboxKey,
  InboxKind,
  UnreadMessages,
} from '#lib/store/inbox.ts'

/** An item as a store keeps it. A removed one stays without content, so that the same thing is not added again. */
export interface StoredItem extends Omit<InboxItem, 'content' | 'number'> {
  readonly content?: InboxContent | undefined
  /** How many messages the other person had written when the item became new last; 0 for other kinds. */
  readonly received: number
  /** The `seq` up to which the person had read the channel; 0 for other kinds. */
  readonly readTo: number
  readonly removedAt?: number | undefined
}

/** The key of the item that a change is about. */
export function keyOfChange(change: InboxChange): InboxKey {
  switch (change.does) {
    case 'add':
      return change.item
    case 'end':
      return { person: change.person, kind: 'match', about: change.match }
    case 'count':
      return { person: change.unread.person, kind: 'message', about: change.unread.channel }
    case 'read':
    case 'remove':
    default:
      return change.key
  }
}

/**
 * The number up to which changes were read. If there are no more than these, it is the last one of the person: the items with the
 * last numbers may have been swept, and who continues after them would find nothing, again and again.
 */
export function lastOfChanges(
  found: readonly { readonly number: number }[],
  {
    after,
    limit,
    last = after,
  }: { readonly after: number; readonly limit: number; readonly last?: number | undefined },
): number {
  const read = found.at(-1)?.number ?? after
  return found.length < limit ? Math.max(read, last) : read
}

/** An item after a change. The same item when nothing changes. */
export function changedItem(known: StoredItem | undefined, change: InboxChange): StoredItem | undefined {
  switch (change.does) {
    case 'add':
      return known ?? { ...change.item, received: 0, readTo: 0 }
    case 'end':
      return endedItem(known, change.at)
    case 'count':
      return countedItem(known, change.unread)
    case 'read':
      return readItem(known, change.at)
    case 'remove':
    default:
      return removedItem(known, change.at)
  }
}

/** The kind of an item that is shown as unread; undefined for one that is read or removed. */
export function unreadKind({ kind, readAt, removedAt }: StoredItem): InboxKind | undefined {
  return readAt === undefined && removedAt === undefined ? kind : undefined
}

function endedItem(known: StoredItem | undefined, endedAt: number): StoredItem | undefined {
  const { content } = known ?? {}
  if (known === undefined || content?.kind !== 'match' || content.endedAt !== undefined) return known
  return { ...known, content: { ...content, endedAt } }
}

function countedItem(known: StoredItem | undefined, unread: UnreadMessages): StoredItem | undefined {
  const { id, person, channel, match, isOpen, other, messages, received, readTo, at } = unread
  if (known === undefined && messages === 0) return undefined
  const content: InboxContent = { kind: 'message', match, messages }
  // A late answer may be older than what is known.
  if (known !== undefined && (received < known.received || readTo < known.readTo)) return known
  if (isOpen && messages > 0 && received > (known?.received ?? 0)) {
    const kept = { id: known?.id ?? id, person, kind: 'message', about: channel, other } as const
    return { ...kept, content, at: Math.max(at, known?.at ?? at), received, readTo }
  }
  if (known?.content?.kind !== 'message') return known
  if (messages > known.content.messages && !isOpen) return known
  const isSame = known.content.messages === messages && known.readTo === readTo
  const counted = isSame ? known : { ...known, content, readTo }
  return messages === 0 ? readItem(counted, at) : counted
}

function readItem(known: StoredItem | undefined, readAt: number): StoredItem | undefined {
  return known === undefined || unreadKind(known) === undefined ? known : { ...known, readAt }
}

function removedItem(known: StoredItem | undefined, removedAt: number): StoredItem | undefined {
  if (known === undefined || known.removedAt !== undefined) return known
  return { ...known, content: undefined, other: undefined, removedAt }
}
