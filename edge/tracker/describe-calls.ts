import { LRUCache } from 'lru-cache'
import type { Caller } from '#lib/auth/caller.ts'
import { readTime } from '#lib/events/corrected-time.ts'
import { serviceSource } from '#lib/events/event.ts'
import { newId } from '#lib/ids/new-id.ts'
import { applyIpPolicy, clientIp } from '#lib/privacy/client-ip.ts'
import { childContext, formatTraceparent, parseTraceparent } from '#lib/telemetry/trace-context.ts'
import type { Delivered } from './delivered.ts'
import type { TrackerOptions } from './options.ts'
import type { Call } from './read-event.ts'

const REMEMBERED_ADDRESSES_MAX = 20_000

/** Header in which a device proves itself. */
const DEVICE_KEY_HEADER = 'push-device-key'

/** Who made a call, as far as it was proved: its source, and the id of its write key. */
export interface ProvenBy {
  readonly caller: Caller
  readonly writeKeyId: string | undefined
}

/** Gives what tells of a call what its events carry on. */
export function describeCalls({
  name,
  pod,
  ipPolicy,
  trustedHops,
}: TrackerOptions): (delivered: Delivered, provenBy: ProvenBy) => Call {
  const trackerSource = `/tracker/${name}`
  const addresses = new LRUCache<string, { readonly stored: string | undefined }>({
    max: REMEMBERED_ADDRESSES_MAX,
  })

  // The same phones call again and again: an address is read once.
  function storedIp(peer: string | undefined, forwardedFor: string | undefined): string | undefined {
    const key = forwardedFor === undefined ? (peer ?? '') : `${peer} ${forwardedFor}`
    const known = addresses.get(key)
    if (known !== undefined) return known.stored
    const stored = applyIpPolicy(clientIp({ peer, forwardedFor, trustedHops }), ipPolicy)
    addresses.set(key, { stored })
    return stored
  }

  return function describe({ request, peerIp, protocol, sentAt, phone }, { caller, writeKeyId }) {
    const { headers } = request
    const trace = headers.get('traceparent')
    const context = trace === null ? undefined : parseTraceparent(trace)
    const forwardedFor = trustedHops > 0 ? (headers.get('x-forwarded-for') ?? undefined) : undefined
    return {
      receivedAt: Date.now(),
      sentAt: readTime(sentAt),
      protocol,
      pod,
      source: caller.role === 'service' ? serviceSource(caller.service) : trackerSource,
      ip: storedIp(peerIp, forwardedFor),
      userAgent: headers.get('user-agent') ?? undefined,
      traceparent: context === undefined ? undefined : formatTraceparent(childContext(context)),
      deviceKey: phone === undefined ? (headers.get(DEVICE_KEY_HEADER) ?? undefined) : phone.deviceKey,
      writeKeyId,
      newId,
    }
  }
}
