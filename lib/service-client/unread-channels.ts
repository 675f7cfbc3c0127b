import { z } from '@hono/zod-openapi'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { ownId } from '#lib/http/wire-schemas.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

/** The maximum of channels in one question. */
export const CHANNELS_MAX = 200

/** The question to apps/storage: what is unread in these channels? */
export const unreadQuestionSchema = z
  .object({ channels: z.array(ownId).max(CHANNELS_MAX) })
  .openapi('UnreadQuestion')

/** A channel with what its people have not read. */
export const unreadChannelSchema = z
  .object({
    channel: z.string(),
    match: z.string(),
    isOpen: z.boolean(),
    people: z
      .array(
        z.object({
          person: z.string(),
          other: z.string().optional().openapi({ description: 'Missing after their account was deleted' }),
          unread: z.int(),
          received: z.int().openapi({ description: 'How many messages the other person wrote' }),
          readTo: z.int().openapi({ description: 'The "seq" up to which the person has read' }),
        }),
      )
      .openapi({ description: 'Without people whose account was deleted' }),
  })
  .openapi('UnreadChannel')

/** The answer: the channels that exist. */
export const unreadAnswerSchema = z.object({ items: z.array(unreadChannelSchema) }).openapi('UnreadAnswer')

export type UnreadChannel = z.output<typeof unreadChannelSchema>

const PATIENCE_MS = 10_000

/**
 * Asks apps/storage what is unread in up to 200 channels.
 *
 * @throws {UnavailableError} when storage does not answer.
 */
export async function askUnreadChannels(
  storage: ServiceClient,
  channels: readonly string[],
): Promise<readonly UnreadChannel[]> {
  const response = await storage.call('/store/channels/unread', {
    method: 'POST',
    json: { channels },
    signal: AbortSignal.timeout(PATIENCE_MS),
  })
  if (response.status !== 200)
    throw new UnavailableError(`Cannot ask what is unread: storage answered ${response.status}`)
  return unreadAnswerSchema.parse(await response.json()).items
}
