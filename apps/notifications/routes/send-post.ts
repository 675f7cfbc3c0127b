import { z } from '@hono/zod-openapi'
import { hasControl } from '#lib/events/has-control.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { badField, notFound } from '#lib/http/problem.ts'
import { deviceId, json, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import { newId } from '#lib/ids/new-id.ts'
import { isBlank } from '#lib/text/is-blank.ts'
import { devicePortsOf, devicesToRing } from '../devices-to-ring.ts'
import type { NotificationsOptions } from '../options.ts'
import { deliveriesOf } from '../ring-people.ts'

const TITLE_LENGTH_MAX = 100
const TEXT_LENGTH_MAX = 1_000
const LINK_LENGTH_MAX = 2_000

const words = (lengthMax: number) =>
  z
    .string({ error: 'must be text' })
    .max(lengthMax, { error: `must be at most ${lengthMax} characters` })
    .refine((value) => value.isWellFormed(), { error: 'must be whole characters' })
    .refine((value) => !isBlank(value), { error: 'must not be blank' })

const body = z
  .object({
    device_id: deviceId.optional(),
    user: personId.optional().openapi({ description: 'All devices of this person' }),
    title: words(TITLE_LENGTH_MAX).refine((value) => !hasControl(value), {
      error: 'must not hold control characters',
    }),
    text: words(TEXT_LENGTH_MAX).refine((value) => !hasControl(value.replaceAll(/\r?\n|\t/gu, ' ')), {
      error: 'must not hold control characters other than line breaks and tabs',
    }),
    link: z
      .string({ error: 'must be text' })
      .max(LINK_LENGTH_MAX, { error: `must be at most ${LINK_LENGTH_MAX} characters` })
      .refine(isLink, { error: 'must be a URL that begins with https:, http: or pushtech:' })
      .openapi({ format: 'uri' })
      .optional(),
  })
  .openapi('Note')

const answer = z
  .object({
    note: z.string(),
    deliveries: z
      .array(z.string())
      .openapi({ description: 'The ids of its deliveries; none without a device' }),
  })
  .openapi('SentNote')

/** `POST /send`. */
export const sendPost = defineRoute({
  method: 'post',
  path: '/send',
  access: ['admin'],
  summary:
    'Sends a free text to one device, or to all devices of a person; it is also in the inbox of the person',
  request: { body: { required: true, ...json(body, 'The text, and either "device_id" or "user"') } },
  answers: { 202: json(answer, 'It is in the inbox, and will be sent'), ...problemResponses },
  handle: (options: NotificationsOptions) => async (c) => {
    const { deliveries, inbox, onAdded, identifier } = options
    const { device_id: device, user, title, text, link } = c.req.valid('json')
    const person = await receiverOf({ device, user }, options.mappings)
    if ((await identifier.isErased?.(person)) === true) throw notFound('person')
    const now = Date.now()
    const note = newId()
    const content = { kind: 'note', title, text, link } as const
    const told = { person, key: note, replaces: note, content }
    const devices = await devicesToRing([person], devicePortsOf(options))
    const drafts = deliveriesOf([told], devices, now).filter(
      (draft) => device === undefined || draft.device === device,
    )
    await Promise.all([
      inbox.apply([
        { does: 'add', item: { id: newId(), person, kind: 'note', about: note, content, at: now } },
      ]),
      deliveries.add(drafts),
    ])
    onAdded()
    return c.json({ note, deliveries: drafts.map(({ id }) => id) }, 202)
  },
})

/** The person who gets a note. */
async function receiverOf(
  { device, user }: { readonly device: string | undefined; readonly user: string | undefined },
  mappings: NotificationsOptions['mappings'],
): Promise<string> {
  if (user !== undefined && device === undefined) {
    return user
  }
  if (device === undefined || user !== undefined) {
    throw badField(device === undefined ? 'user' : 'device_id', 'must be either "device_id" or "user"')
  }
  const mapping = await mappings.find(device)
  if (mapping === undefined) throw notFound('mapping')
  return mapping.person
}

/** True for an address that a click may open. */
function isLink(text: string): boolean {
  if (hasControl(text)) return false
  const url = URL.parse(text)
  return url !== null && ['https:', 'http:', 'pushtech:'].includes(url.protocol)
}
