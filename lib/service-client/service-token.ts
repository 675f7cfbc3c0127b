import type { KeyRing } from '#lib/auth/key-file.ts'
import { signServiceToken, TOKEN_SECONDS } from '#lib/auth/tokens.ts'
import type { StationName } from '#lib/station/station-names.ts'

/** Which service proves itself to which station. */
export interface ServiceTokenOptions {
  readonly keys: KeyRing
  readonly service: string
  readonly audience: StationName
}

const RENEW_MS = (TOKEN_SECONDS / 2) * 1_000

/** Gives a token of a service for one station: the same until half of its life is over, then a new one. */
export function openServiceToken({ keys, service, audience }: ServiceTokenOptions): () => Promise<string> {
  let token: { readonly text: Promise<string>; readonly signedAt: number } | undefined
  return function currentToken() {
    if (token === undefined || Date.now() - token.signedAt > RENEW_MS) {
      token = { text: signServiceToken(keys, service, audience), signedAt: Date.now() }
    }
    return token.text
  }
}
