import type { KeyRing } from '#lib/auth/key-file.ts'
import { verifyServiceToken } from '#lib/auth/tokens.ts'
import type { FrontEnd } from '#lib/http/front-end.ts'
import { isFromThisMachine, type Arrival } from '#lib/http/this-machine.ts'
import type { StationName } from '#lib/station/station-names.ts'

/**
 * Header in which edge/web tells a station that a request came to it from this machine. Its value is the front end's own
 * service token for that station. edge/web removes this header from all requests, and adds it only after its own check.
 */
export const LOCAL_HEADER = 'x-push-local'

// Only edge/web forwards the requests of others.
const VOUCHING_SERVICE = 'web'

/** What the check needs to know about the station that asks. */
export interface LocalCheck {
  readonly station: StationName
  readonly keys: KeyRing
  readonly front: FrontEnd
}

/**
 * True for a request that came from this machine, either to this station itself, or to edge/web, which forwarded it and
 * vouches for it. The other headers of a forwarded request are not checked, because they come from edge/web.
 */
export async function isLocalCall(
  { station, keys, front }: LocalCheck,
  { headers, peerIp }: Arrival,
): Promise<boolean> {
  const vouch = headers.get(LOCAL_HEADER)
  if (vouch === null) return isFromThisMachine(front, { headers, peerIp })
  const hop = new Headers({ host: headers.get('host') ?? '' })
  return (
    isFromThisMachine(front, { headers: hop, peerIp }) &&
    (await verifyServiceToken(keys, vouch, station)) === VOUCHING_SERVICE
  )
}
