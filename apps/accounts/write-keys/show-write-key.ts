import type { ShownWriteKey } from '#lib/service-client/write-keys.ts'
import type { WriteKey } from '#lib/store/write-keys.ts'

/** A write key as the API shows it. */
export function showWriteKey({
  sequence: _place,
  created,
  revokedAt,
  origins,
  ...rest
}: WriteKey): ShownWriteKey {
  return {
    ...rest,
    origins: [...origins],
    created: new Date(created).toISOString(),
    ...(revokedAt !== undefined && { revoked: new Date(revokedAt).toISOString() }),
  }
}
