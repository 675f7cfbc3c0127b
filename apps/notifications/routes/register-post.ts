import { z } from '@hono/zod-openapi'
import { personOf } from '#lib/auth/caller.ts'
import { defineRoute } from '#lib/http/define-route.ts'
import { ProblemError, badField } from '#lib/http/problem.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import { pusherNamed } from '#lib/pusher/all-pushers.ts'
import { askDeviceOwner } from '#lib/service-client/device-owner.ts'
import type { Mapping } from '#lib/store/mappings.ts'
import type { NotificationsOptions } from '../options.ts'
import { mappingSchema, showMapping } from '../mapping-wire.ts'
import { mayTakeOver, type Proof } from '../register/may-take-over.ts'
import { NO_CHANNEL, readSubscription, type ReadSubscription } from '../register/read-subscription.ts'
import { registrationSchema, type Registration } from '../register/registration.ts'

/** Devices of a person; the one that is silent for longest leaves when there is one more. */
const DEVICES_MAX = 16

const answer = mappingSchema.extend({
  secret: z.string().optional().openapi({
    description:
      'The secret that signs calls of a webhook (Standard Webhooks); in the answer that makes it only',
  }),
})

type Ports = Pick<
  NotificationsOptions,
  'mappings' | 'deliveries' | 'accounts' | 'channels' | 'pushers' | 'identifier'
>

/** `POST /register`; the person is taken from the token, never from the body. */
export const registerPost = defineRoute({
  method: 'post',
  path: '/register',
  access: ['own'],
  summary: 'Connects a device of the caller to a push subscription',
  request: {
    body: { required: true, ...json(registrationSchema, 'The device and its push subscription') },
  },
  answers: {
    200: json(answer, 'Updated'),
    201: json(answer, 'Created'),
    ...problemResponses,
  },
  handle: (ports: Ports) => async (c) => {
    const { mappings, deliveries, accounts, channels, pushers } = ports
    const given = c.req.valid('json')
    const { device_id: device, channel } = given
    const person = personOf(c.get('caller')) ?? ''
    const known = [...channels.keys()].filter((name) => pusherNamed(name)?.isRegistered !== false)
    if (channel !== NO_CHANNEL && !known.includes(channel)) {
      throw badField('channel', `must be one of ${[...known, NO_CHANNEL].join(', ')}`)
    }
    const read = readSubscription(given, pushers.get(channel))
    if ((await askDeviceOwner(accounts, device))?.person !== person) {
      const detail = '"device_id" must be a device that you registered: POST /accounts/devices'
      throw new ProblemError({ status: 403, code: 'not_your_device', field: 'device_id', detail })
    }
    const before = await mappings.find(device)
    const isKnown = before?.channel === channel && before.subscription === read.subscription
    // A secret that its owner has stays the same, so that their server goes on to accept our calls.
    const kept = isKnown ? before.secret : undefined
    const made = kept === undefined ? pusherNamed(channel)?.makeSecret?.() : undefined
    const mapping = mappingOf(given, { person, ...read, secret: read.secret ?? kept ?? made })
    const outcome = await register(mapping, { secret: read.secret, deviceKey: given.old_device_key }, ports)
    if (outcome === 'conflict') throw taken(read)
    if (outcome === 'created') await mappings.trim(person, DEVICES_MAX)
    // Pending deliveries of the old channel go to the new one.
    if (channel !== NO_CHANNEL) await deliveries.route([device], channel)
    const stored = showMapping((await mappings.find(device)) ?? mapping)
    return c.json(
      { ...stored, ...(made !== undefined && { secret: made }) },
      outcome === 'created' ? 201 : 200,
      {
        'cache-control': 'no-store',
      },
    )
  },
})

/** Registers a mapping; takes its subscription from another device if the proof is good. */
async function register(
  mapping: Mapping,
  proof: Proof,
  { mappings, deliveries, accounts, identifier }: Ports,
): Promise<'created' | 'updated' | 'conflict'> {
  const outcome = await mappings.register(mapping)
  if (outcome !== 'conflict') return outcome
  const holder = await mappings.holderOf(mapping)
  if (holder === undefined || holder.device === mapping.device) return outcome
  const mayMove = await mayTakeOver(holder, proof, { keys: identifier.keys, accounts })
  if (!mayMove) return outcome
  const moved = await mappings.register(mapping, holder.device)
  // What waits for the person goes on to where they can be reached now.
  if (moved !== 'conflict' && holder.person === mapping.person)
    await deliveries.handOver(holder.device, mapping)
  return moved
}

interface Read {
  readonly person: string
  readonly subscription: string
  readonly secret: string | undefined
}

function mappingOf(
  { device_id: device, channel, locale, tz: timeZone }: Registration,
  { person, subscription, secret }: Read,
): Mapping {
  const now = Date.now()
  return {
    device,
    person,
    channel,
    subscription,
    ...(secret !== undefined && { secret }),
    locale,
    timeZone,
    state: 'active',
    created: now,
    modified: now,
  }
}

function taken({ field }: ReadSubscription): ProblemError {
  const detail =
    'Another device already has this subscription: remove it there first, or give the key of that device'
  return new ProblemError({ status: 409, code: 'subscription_taken', field, detail })
}
