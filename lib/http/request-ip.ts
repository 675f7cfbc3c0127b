import type { Context } from 'hono'
import type { AppEnv } from '#lib/http/app-env.ts'
import { clientIp } from '#lib/privacy/client-ip.ts'

/** edge/web stands in front of every other station. */
export const OWN_HOPS = 1

/** Address of the client of a request, with so many proxies of ours in front. */
export function requestIp(c: Context<AppEnv>, trustedHops: number): string | undefined {
  return clientIp({ peer: c.env.peerIp, forwardedFor: c.req.header('x-forwarded-for'), trustedHops })
}
