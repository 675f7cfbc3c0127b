import type { QueryFields } from '#lib/http/read-query.ts'
import { basicOf, bearerOf } from './credentials.ts'
import { textOf } from './read-query-of.ts'

/** Who a phone says it is, and its device key. */
export interface PhoneCredentials {
  readonly user: string | undefined
  readonly deviceKey: string | undefined
}

/** Header with the device key in calls that are not of a phone protocol. */
export const DEVICE_KEY_HEADER = 'push-device-key'

// In its logging mode "Owntracks", Overland sends its token without encoding. The dots show it: Base64 has none.
const UNCODED_TOKEN = /^basic +([\w-]+\.[\w-]+\.[\w-]+):?$/iu

/**
 * The credentials of a phone. Its key is `dk` in the query, else in `Authorization`, else in the header `push-device-key`. `dk` is
 * first because `Authorization` may be for a proxy in front.
 */
export function credentialsOf({ headers }: Request, { dk }: QueryFields): PhoneCredentials {
  const authorization = headers.get('authorization') ?? ''
  const token = bearerOf(authorization) ?? UNCODED_TOKEN.exec(authorization)?.[1]
  const login = token === undefined ? basicOf(authorization) : undefined
  const key = textOf(dk) || token || login?.password || headers.get(DEVICE_KEY_HEADER)
  return { user: login?.user || undefined, deviceKey: key || undefined }
}
