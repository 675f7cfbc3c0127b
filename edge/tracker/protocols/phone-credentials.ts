import type { QueryFields } from '#lib/http/read-query.ts'
import { basicOf, bearerOf } from './credentials.ts'
import { textOf } from './read-query-of.ts'

/** Who a phone says it is, and its device key, wherever an app has a field for them. */
export interface PhoneCredentials {
  readonly user: string | undefined
  readonly deviceKey: string | undefined
}

/** Header in which a device proves itself on all other calls. */
export const DEVICE_KEY_HEADER = 'push-device-key'

// Overland in its logging mode "Owntracks" sends its token so, not encoded. No base64 has a dot.
const UNCODED_TOKEN = /^basic +([\w-]+\.[\w-]+\.[\w-]+):?$/iu

/**
 * The credentials of a phone. Its key is `dk` in the query, or else stands in `Authorization`, which may be that of a proxy in front, or
 * else in the header of all other calls.
 */
export function credentialsOf({ headers }: Request, { dk }: QueryFields): PhoneCredentials {
  const authorization = headers.get('authorization') ?? ''
  const token = bearerOf(authorization) ?? UNCODED_TOKEN.exec(authorization)?.[1]
  const login = token === undefined ? basicOf(authorization) : undefined
  const key = textOf(dk) || token || login?.password || headers.get(DEVICE_KEY_HEADER)
  return { user: login?.user || undefined, deviceKey: key || undefined }
}
