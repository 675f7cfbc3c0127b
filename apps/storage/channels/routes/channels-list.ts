import { z } from '@hono/zod-openapi'
import { defineRoute } from '#lib/http/define-route.ts'
import { notModified, jsonWithEtag } from '#lib/http/conditional.ts'
import { json, pageLimit, problemResponses } from '#lib/http/wire-schemas.ts'
import { askBlockedPeople } from '#lib/service-client/blocked-people.ts'
import type { ChannelPlace, PersonsChannel } from '#lib/store/channels.ts'
import { channelSchema, otherOf, showChannel } from '../channel-wire.ts'
import { signedIn } from '../find-channel.ts'
import type { ChannelPorts } from '../options.ts'

const LIMIT_MAX = 200
const LIMIT_DEFAULT = 50

const query = z.object({
  cursor: z
    .string()
    .regex(/^\d{1,15}_[A-Za-z0-9._-]{1,64}$/u, { error: 'must be the "next" of a page' })
    .optional(),
  limit: pageLimit(LIMIT_MAX, LIMIT_DEFAULT),
})

const answer = z.object({ items: z.array(channelSchema), next: z.string().optional() })

/** `GET /store/channels`: those that moved last first. */
export const channelsList = defineRoute({
  method: 'get',
  path: '/store/channels',
  access: ['own'],
  tags: ['Channels'],
  summary: "The caller's channels, those in which somebody wrote last first",
  request: { query },
  answers: {
    200: json(answer, 'A page; "next" is the cursor of the following one'),
    304: notModified,
    ...problemResponses,
  },
  handle: (ports: ChannelPorts) => async (c) => {
    const person = signedIn(c.get('caller'))
    const { cursor, limit } = c.req.valid('query')
    // Read one more than the limit, to know whether there is a next page.
    const found = await ports.channels.ofPerson(
      person,
      limit + 1,
      cursor === undefined ? undefined : readCursor(cursor),
    )
    const page = found.slice(0, limit)
    const last = found.length > limit ? page.at(-1)?.channel : undefined
    const blocked = await blockedIn(ports, page, person)
    const items = page.map((each) => {
      const shown = showChannel(each, person)
      return { ...shown, isOpen: shown.isOpen && !blocked.has(shown.person ?? '') }
    })
    return jsonWithEtag(c, { items, ...(last !== undefined && { next: `${last.movedAt}_${last.id}` }) })
  },
})

function readCursor(cursor: string): ChannelPlace {
  const at = cursor.indexOf('_')
  return { movedAt: Number(cursor.slice(0, at)), id: cursor.slice(at + 1) }
}

/** The people of a page with whom there is a block. */
async function blockedIn(
  { matching, log }: Pick<ChannelPorts, 'matching' | 'log'>,
  page: readonly PersonsChannel[],
  person: string,
): Promise<ReadonlySet<string>> {
  const others = [...new Set(page.map(({ channel }) => otherOf(channel, person)))].filter(
    (each) => each !== '',
  )
  if (others.length === 0) return new Set()
  try {
    return await askBlockedPeople(matching, { person, others })
  } catch (error) {
    // Writing is refused then, so a list may show them as open.
    log.warn('channels listed without blocks: cannot ask who blocked whom', { error })
    return new Set()
  }
}
