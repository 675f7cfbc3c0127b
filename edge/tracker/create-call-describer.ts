import type { Caller } from '#lib/auth/caller.ts'
import { serviceSource } from '#lib/events/event.ts'
import { readTime } from '#lib/events/read-time.ts'
import { newId } from '#lib/ids/new-id.ts'
import type { Delivered } from './delivered.ts'
import type { ClientAddress } from './limits/client-addresses.ts'
import type { TrackerOptions } from './options.ts'
import type { Call } from './read-event.ts'
import { DEVICE_KEY_HEADER } from './protocols/phone-credentials.ts'
import { unrecorded } from './create-call-tracer.ts'

/** The proven facts about who made a call. */
export interface ProvenBy {
  readonly caller: Caller
  readonly writeKeyId: string | undefined
  readonly address: ClientAddress
}

/** Creates the function that describes a call: the fields that all its events share. */
export function createCallDescriber({
  name,
  pod,
  traces,
}: TrackerOptions): (delivered: Delivered, provenBy: ProvenBy) => Call {
  const trackerSource = `/tracker/${name}`

  return function describe({ request, protocol, sentAt, phone }, { caller, writeKeyId, address }) {
    const { headers } = request
    return {
      receivedAt: Date.now(),
      sentAt: readTime(sentAt)?.ms,
      protocol,
      pod,
      source: caller.role === 'service' ? serviceSource(caller.service) : trackerSource,
      ip: address.stored,
      userAgent: headers.get('user-agent') ?? undefined,
      newTraceparent: traces === undefined ? unrecorded(request) : traces.ofEvents(request),
      deviceKey: phone === undefined ? (headers.get(DEVICE_KEY_HEADER) ?? undefined) : phone.deviceKey,
      writeKeyId,
      newId,
    }
  }
}
