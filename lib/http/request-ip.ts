import type { Context } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { clientIp, countedIp, type Hops } from '#lib/privacy/client-ip.ts'

/** edge/web is in front of every other station. */
export const OWN_HOPS = 1

/** Address of a request's client behind `trustedHops` proxies of ours; undefined when it cannot be determined. */
export function requestIp(c: Context<AppEnv>, trustedHops: number): string | undefined {
  return clientIp(hopsOf(c, trustedHops))
}

/** The address under which a client's calls are counted: its own, or that of the nearest proxy when its own cannot be determined. */
export function countedRequestIp(c: Context<AppEnv>, trustedHops: number): string | undefined {
  return countedIp(hopsOf(c, trustedHops))
}

function hopsOf(c: Context<AppEnv>, trustedHops: number): Hops {
  return { peer: c.env.peerIp, forwardedFor: c.req.header('x-forwarded-for'), trustedHops }
}
