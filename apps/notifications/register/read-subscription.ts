import { ProblemError, badField } from '#lib/http/problem.ts'
import { wrongField } from '#lib/http/wrong-field.ts'
import { pusherNamed } from '#lib/pusher/all-pushers.ts'
import type { DeclaredPusher } from '#lib/pusher/define-pusher.ts'
import type { Pusher } from '#lib/pusher/pusher.ts'
import { isBlank } from '#lib/text/is-blank.ts'
import type { Registration } from './registration.ts'

/** The channel of a device that is not rung. */
export const NO_CHANNEL = 'none'

/** A subscription as it is stored. */
export interface ReadSubscription {
  /** The field of the registration that had it. */
  readonly field: 'subscription_id' | 'endpoint' | 'url'
  readonly subscription: string
  readonly secret?: string
}

type OpenPusher = Pick<Pusher, 'publicKeys' | 'refusalOf'>

const ADDRESS_FIELDS = ['subscription_id', 'endpoint', 'url'] as const

/**
 * Reads the subscription of a registration: each channel has its own field for it, and its own keys.
 *
 * @param pusher that of the channel; undefined for `none`
 * @throws {ProblemError} 400 with the wrong field; 422 `endpoint_not_allowed` for an address that we do not call.
 */
export function readSubscription(given: Registration, pusher: OpenPusher | undefined): ReadSubscription {
  const { channel } = given
  const declared = pusherNamed(channel)
  const field = declared?.field ?? 'subscription_id'
  for (const other of ADDRESS_FIELDS) {
    if ((other !== field || channel === NO_CHANNEL) && (given[other] ?? '') !== '') {
      throw badField(other, `must be left out when "channel" is ${channel}`)
    }
  }
  if (declared === undefined || pusher === undefined) return { field, subscription: '' }
  const subscription = readAddress(given[field] ?? '', { declared, field, pusher })
  const secret = declared.keys && readKeys(given, declared.keys, pusher.publicKeys ?? [])
  return { field, subscription, ...(secret !== undefined && { secret }) }
}

interface AddressRule {
  readonly declared: DeclaredPusher
  readonly field: ReadSubscription['field']
  readonly pusher: OpenPusher
}

function readAddress(text: string, { declared, field, pusher }: AddressRule): string {
  if (isBlank(text)) throw badField(field, 'is required, and must have a visible character')
  const parsed = declared.subscription.safeParse(text)
  if (!parsed.success) throw badField(field, parsed.error.issues[0]?.message ?? 'is not valid')
  if (field === 'subscription_id') return parsed.data
  if (!URL.canParse(parsed.data)) throw badField(field, 'must be a URL')
  // One spelling of each address, so that it belongs to one device only.
  const { href } = new URL(parsed.data)
  const refusal = pusher.refusalOf?.(href)
  if (refusal === undefined) return href
  throw new ProblemError({
    status: 422,
    code: 'endpoint_not_allowed',
    field,
    detail: `"${field}" ${refusal}`,
  })
}

function readKeys(
  given: Registration,
  keys: NonNullable<DeclaredPusher['keys']>,
  publicKeys: readonly string[],
): string {
  const { vapid_key: key = publicKeys[0], ...fields } = given
  if (key === undefined || !publicKeys.includes(key)) {
    throw badField('vapid_key', 'must be one of the keys of GET /vapid')
  }
  const parsed = keys.safeParse({ ...fields, vapid_key: key })
  if (!parsed.success) throw wrongField(parsed.error)
  return JSON.stringify(parsed.data)
}
