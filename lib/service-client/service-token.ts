import type { KeyRing } from '#lib/auth/key-file.ts'
import { signServiceToken, TOKEN_SECONDS } from '#lib/auth/tokens.ts'
import type { StationName } from '#lib/station/station-names.ts'

/** The service that authenticates, and the station (audience) that accepts the token. */
export interface ServiceTokenOptions {
  readonly keys: KeyRing
  readonly service: string
  readonly audience: StationName
}

const RENEW_MS = (TOKEN_SECONDS / 2) * 1_000

/** Creates a function that returns a token of a service for one station. It renews the token after half of its lifetime. */
export function openServiceToken({ keys, service, audience }: ServiceTokenOptions): () => Promise<string> {
  let token: { readonly text: Promise<string>; readonly signedAt: number } | undefined
  return function currentToken() {
    if (token === undefined || Date.now() - token.signedAt > RENEW_MS) {
      token = { text: signServiceToken(keys, service, audience), signedAt: Date.now() }
    }
    return token.text
  }
}
