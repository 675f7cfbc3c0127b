import type { Context } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { clientIp, countedIp, type Hops } from '#lib/privacy/client-ip.ts'

/** edge/web stands in front of every other station. */
export const OWN_HOPS = 1

/** Address of the client of a request, with so many proxies of ours in front; undefined where it cannot be told. */
export function requestIp(c: Context<AppEnv>, trustedHops: number): string | undefined {
  return clientIp(hopsOf(c, trustedHops))
}

/** The address by which its calls are counted: where its own cannot be told, that of the nearest proxy. */
export function countedRequestIp(c: Context<AppEnv>, trustedHops: number): string | undefined {
  return countedIp(hopsOf(c, trustedHops))
}

function hopsOf(c: Context<AppEnv>, trustedHops: number): Hops {
  return { peer: c.env.peerIp, forwardedFor: c.req.header('x-forwarded-for'), trustedHops }
}
