import type { Context } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { countedRequestIp } from '#lib/http/request-ip.ts'
import { subscriberOf } from '#lib/privacy/subscriber-of.ts'

const UNKNOWN = 'unknown'

/** The address of the subscriber of a client, see `subscriberOf()`; undefined when it is not known. */
export function knownNetwork(c: Context<AppEnv>, trustedHops: number): string | undefined {
  const ip = countedRequestIp(c, trustedHops)
  return ip === undefined ? undefined : subscriberOf(ip)
}

/** The key under which rates count a client without a token: its network. Clients of which it is not known share one. */
export function countedNetwork(c: Context<AppEnv>, trustedHops: number): string {
  return knownNetwork(c, trustedHops) ?? UNKNOWN
}
