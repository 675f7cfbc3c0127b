import type { Context } from 'hono'
import { isLocalCall } from '#lib/auth/local-vouch.ts'
import type { AppEnv } from '#lib/http/app-env.ts'
import { NO_FRONT_END } from '#lib/http/front-end.ts'
import type { AccountsOptions } from './options.ts'

/** What decides whether a caller may use the development login. */
export type DevLogin = Pick<AccountsOptions, 'keys' | 'front' | 'isDevLogin'>

/** True for a call from this machine, if DEV_LOGIN is on and only this machine can reach the platform. */
export async function isDevCall(
  c: Context<AppEnv>,
  { keys, front = NO_FRONT_END, isDevLogin }: DevLogin,
): Promise<boolean> {
  const arrival = { headers: c.req.raw.headers, peerIp: c.env.peerIp }
  return isDevLogin && isLocalCall({ station: 'accounts', keys, front }, arrival)
}
