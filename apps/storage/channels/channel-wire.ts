import { z } from '@hono/zod-openapi'
import { hasControl } from '#lib/events/has-control.ts'
import { ownId } from '#lib/http/wire-schemas.ts'
import { lastSeq, sideOf } from '#lib/store/channel-rules.ts'
import type { Channel, Message, PersonsChannel } from '#lib/store/channels.ts'
import { isBlank } from '#lib/text/is-blank.ts'
import { WARNINGS, warningsIn } from '#lib/trust/warnings.ts'

const TEXT_LENGTH_MAX = 2_000

/** The path of one channel. */
export const channelParams = z.object({ id: ownId })

/** The path of one message. */
export const messageParams = channelParams.extend({ message: ownId })

const text = z
  .string({ error: 'must be text' })
  .max(TEXT_LENGTH_MAX, { error: `must be at most ${TEXT_LENGTH_MAX} characters` })
  .refine((value) => value.isWellFormed(), { error: 'must be whole characters' })
  .refine((value) => !hasControl(value.replaceAll(/\r?\n|\t/gu, ' ')), {
    error: 'must not hold control characters other than line breaks and tabs',
  })

const written = text.refine((value) => !isBlank(value), { error: 'must not be blank' })

/** A new message. */
export const messageDraft = z
  .object({
    id: ownId.optional().openapi({
      description: 'Chosen by the client: a message that is sent again under the same id is written once',
    }),
    text: text.default(''),
    image: ownId.optional().openapi({ description: 'The id of a picture at /assets' }),
  })
  .refine((draft) => draft.image !== undefined || !isBlank(draft.text), {
    path: ['text'],
    error: 'must not be blank without a picture',
  })
  .openapi('MessageDraft')

/** The new text of a message. */
export const messageEdit = z.object({ text: written }).openapi('MessageEdit')

/** A message as both people see it. */
export const messageSchema = z
  .object({
    channel: z.string(),
    seq: z.int().openapi({ description: '1, 2, … in each channel' }),
    id: z.string(),
    from: z.string(),
    at: z.iso.datetime(),
    text: z.string().openapi({ description: 'Empty when it was deleted' }),
    image: z.string().optional(),
    version: z.int().openapi({ description: 'Its ETag is this number in quotation marks' }),
    editedAt: z.iso.datetime().optional(),
    deletedAt: z.iso.datetime().optional(),
    warnings: z.array(z.enum(WARNINGS)).openapi({ description: 'What a reader is warned of' }),
  })
  .openapi('Message')

/** A channel as one of its people sees it. */
export const channelSchema = z
  .object({
    id: z.string(),
    match: z.string().openapi({ description: 'The newest match with which it was opened' }),
    search: z.string(),
    offer: z.string(),
    person: z
      .string()
      .optional()
      .openapi({ description: 'The other person; missing after their account was deleted' }),
    isOpen: z.boolean(),
    isAnswered: z.boolean().openapi({ description: 'Whether the other person has written' }),
    openedAt: z.iso.datetime(),
    movedAt: z.iso.datetime().openapi({ description: 'When somebody last wrote in it, or opened it' }),
    lastSeq: z.int(),
    readTo: z.int().openapi({ description: 'The "seq" up to which the caller has read' }),
    readByOther: z.int().openapi({ description: 'The "seq" up to which the other person has read' }),
    unread: z.int(),
    last: messageSchema.optional(),
  })
  .openapi('Channel')

/** What one event of the live stream holds. */
export const changesSchema = z
  .object({ channels: z.array(channelSchema), messages: z.array(messageSchema) })
  .openapi('ChannelChanges')

/** A message as both people see it. */
export function showMessage({
  at,
  editedAt,
  deletedAt,
  image,
  ...rest
}: Message): z.output<typeof messageSchema> {
  return {
    ...rest,
    at: timeOf(at),
    ...(image !== undefined && { image }),
    ...(editedAt !== undefined && { editedAt: timeOf(editedAt) }),
    ...(deletedAt !== undefined && { deletedAt: timeOf(deletedAt) }),
    warnings: warningsIn(rest.text),
  }
}

/** A channel as one of its people sees it. Nobody is told why it is closed: a person who was blocked must not learn it. */
export function showChannel(
  { channel, unread, last }: PersonsChannel,
  person: string,
): z.output<typeof channelSchema> {
  const side = sideOf(channel, person) ?? 0
  const other = otherOf(channel, person)
  const { id, match, pair, closed, openedAt, movedAt, said, readTo } = channel
  return {
    id,
    match,
    ...pair,
    ...(other !== '' && { person: other }),
    isOpen: closed === undefined,
    isAnswered: said[1 - side] !== 0,
    openedAt: timeOf(openedAt),
    movedAt: timeOf(movedAt),
    lastSeq: lastSeq(channel),
    readTo: readTo[side],
    readByOther: readTo[side === 0 ? 1 : 0],
    unread,
    ...(last !== undefined && { last: showMessage(last) }),
  }
}

/** The other person of a channel; empty after their account was deleted. */
export function otherOf({ people }: Pick<Channel, 'people'>, person: string): string {
  return people[0] === person ? people[1] : people[0]
}

/** The ETag of a message. */
export function messageTag({ version }: Message): string {
  return `"${version}"`
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString()
}
