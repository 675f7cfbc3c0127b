import type { KeyRing } from '#lib/auth/key-file.ts'
import { verifyServiceToken } from '#lib/auth/tokens.ts'
import type { FrontEnd } from '#lib/http/front-end.ts'
import { isFromThisMachine, type Arrival } from '#lib/http/this-machine.ts'
import type { StationName } from '#lib/station/station-names.ts'

/**
 * Header in which edge/web tells a station that a request came to it from this machine: the front end's own service token
 * for that station. edge/web removes whatever came under this name, and adds it only to what it found to be so.
 */
export const LOCAL_HEADER = 'x-push-local'

// Nobody else passes on what others asked.
const VOUCHING_SERVICE = 'web'

/** Which station asks, and what it knows. */
export interface LocalCheck {
  readonly station: StationName
  readonly keys: KeyRing
  readonly front: FrontEnd
}

/**
 * True for a request that came from this machine, to this station itself or to edge/web, which passed it on and vouches for
 * it. Its other headers are not looked at then: they are those of edge/web.
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
