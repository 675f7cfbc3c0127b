import type { Context } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { countedRequestIp } from '#lib/http/request-ip.ts'
import { subscriberOf } from '#lib/privacy/subscriber-of.ts'

const UNKNOWN = 'unknown'

/** The key under which rates count a client without a token: the address of its subscriber, see `subscriberOf()`. */
export function countedNetwork(c: Context<AppEnv>, trustedHops: number): string {
  return subscriberOf(countedRequestIp(c, trustedHops) ?? '') ?? UNKNOWN
}
