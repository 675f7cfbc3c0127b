import type { DBAdapter } from 'better-auth'
import { truncateIp } from '#lib/privacy/truncate-ip.ts'
import { openWindowCount } from './window-counts.ts'

/**
 * Maximum number of codes for one address per day, for networks from which it has not signed in: with the tries for each, strangers have
 * one chance in ten thousand per day.
 */
export const CODES_PER_DAY_MAX = 20
/** Maximum number of codes for one address per day and network. */
export const CODES_PER_NETWORK_MAX = 10
const DAY_MS = 24 * 3_600_000
/** For so long a network is known after a sign-in. */
const KNOWN_MS = 90 * DAY_MS

/** A request for a code. */
export interface CodeRequest {
  readonly email: string
  /** The address of the client; undefined if it is not known. */
  readonly ip: string | undefined
}

/** The limit of codes for one mail address, from all machines together. */
export interface CodeLimit {
  /** Counts a code; gives the seconds to wait when the limit is reached, else undefined. */
  admit(request: CodeRequest): Promise<number | undefined>
  /** The owner of the address has signed in from there: strangers elsewhere cannot use up the codes of this network. */
  know(request: CodeRequest): Promise<void>
}

/** Opens the limit on the database of the sign-in library. The work is the same whether an address has an account or not. */
export function openCodeLimit(adapter: DBAdapter, now?: () => number): CodeLimit {
  const ofDay = { model: 'codesADay', windowMs: DAY_MS } as const
  const all = openWindowCount(adapter, { ...ofDay, max: CODES_PER_DAY_MAX }, now)
  const ofNetwork = openWindowCount(adapter, { ...ofDay, max: CODES_PER_NETWORK_MAX }, now)
  const places = openWindowCount(adapter, { model: 'codePlaces', max: Infinity, windowMs: KNOWN_MS }, now)
  return {
    async admit(request) {
      const place = placeOf(request)
      // First, so that one network does not use up what all have.
      const waitSeconds = await ofNetwork.admit(place)
      if (waitSeconds !== undefined) return waitSeconds
      return (await places.has(place)) ? undefined : all.admit(request.email)
    },
    async know(request) {
      await places.admit(placeOf(request))
    },
  }
}

/** No address of a mail has a space. */
function placeOf({ email, ip = '' }: CodeRequest): string {
  return `${email} ${truncateIp(ip) ?? ''}`
}
