import { z } from '@hono/zod-openapi'
import { DISTANCE_CLASSES } from '#lib/matching/distance-class.ts'
import { INBOX_KINDS, type InboxContent, type InboxItem, type InboxKind } from '#lib/store/inbox.ts'

const common = {
  id: z.string(),
  number: z
    .int()
    .openapi({ description: 'The number of its last change; it grows with each change in the inbox' }),
  at: z.iso.datetime().openapi({ description: 'When it happened last' }),
  read: z.iso.datetime().optional().openapi({ description: 'When it was read; missing while it is unread' }),
}

/** An item as its person sees it. */
export const inboxItemSchema = z
  .discriminatedUnion('kind', [
    z.object({
      ...common,
      kind: z.literal('match'),
      match: z.string(),
      search: z.string(),
      offer: z.string(),
      own: z.enum(['search', 'offer']).openapi({ description: 'Which of the two belongs to the caller' }),
      title: z.string().openapi({ description: 'The title of the caller’s search or offer' }),
      distance: z.enum(DISTANCE_CLASSES).openapi({ description: 'In kilometres, when they met' }),
      ended: z.iso.datetime().optional(),
    }),
    z.object({
      ...common,
      kind: z.literal('message'),
      channel: z.string(),
      match: z.string(),
      messages: z.int().openapi({ description: 'Unread messages of the other person' }),
    }),
    z.object({
      ...common,
      kind: z.literal('note'),
      title: z.string(),
      text: z.string(),
      link: z.string().optional(),
    }),
    z.object({
      ...common,
      kind: z.literal('device_lost'),
      device_id: z.string(),
      channel: z.string().openapi({ description: 'The push channel on which it is not reached any more' }),
    }),
  ])
  .openapi('InboxItem')

/** How many items are unread, by kind. */
export const unreadSchema = z
  .object(recordOf(INBOX_KINDS, () => z.int()))
  .extend({ total: z.int() })
  .openapi('InboxUnread')

/** What one event of the live stream holds. */
export const inboxChangesSchema = z
  .object({
    items: z.array(inboxItemSchema),
    removed: z.array(z.string()).openapi({ description: 'The ids of items that are no longer there' }),
    unread: unreadSchema,
  })
  .openapi('InboxChanges')

/** An item as its person sees it. */
export function showItem({
  id,
  number,
  about,
  at,
  readAt,
  content,
}: InboxItem): z.output<typeof inboxItemSchema> {
  const shared = { id, number, at: timeOf(at), ...(readAt !== undefined && { read: timeOf(readAt) }) }
  return { ...shared, ...showContent(content, about) }
}

/** The numbers of unread items for an answer of the API. */
export function showUnread(counts: ReadonlyMap<InboxKind, number>): z.output<typeof unreadSchema> {
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  return { ...recordOf(INBOX_KINDS, (kind) => counts.get(kind) ?? 0), total }
}

function showContent(content: InboxContent, about: string) {
  switch (content.kind) {
    case 'match': {
      const { distanceClass: distance, endedAt, ...rest } = content
      return { ...rest, match: about, distance, ...(endedAt !== undefined && { ended: timeOf(endedAt) }) }
    }
    case 'message':
      return { ...content, channel: about }
    case 'note': {
      const { link, ...rest } = content
      return { ...rest, ...(link !== undefined && { link }) }
    }
    case 'device_lost':
    default: {
      const { device, ...rest } = content
      return { ...rest, device_id: device }
    }
  }
}

function recordOf<Key extends string, Value>(
  keys: readonly Key[],
  valueOf: (key: Key) => Value,
): Record<Key, Value> {
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- Object.fromEntries() forgets the names
  return Object.fromEntries(keys.map((key) => [key, valueOf(key)])) as Record<Key, Value>
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString()
}
