import { z } from '@hono/zod-openapi'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'

/** Revoked device keys as apps/accounts lists them for other stations; `next` is where to go on, also after the last. */
export const revokedKeysSchema = z
  .object({
    items: z.array(z.object({ key_id: z.string(), revoked_at: z.iso.datetime() })),
    next: z.string(),
  })
  .openapi('RevokedKeys')

/** Where a reader of the list stands, and how long it waits. */
export interface RevokedSince {
  /** The `next` of the page before; none for the first. */
  readonly since: string | undefined
  readonly signal: AbortSignal
}

/**
 * A page of the device keys that were revoked, asked of apps/accounts.
 *
 * @throws {UnavailableError} when accounts does not answer.
 */
export async function askRevokedKeys(
  accounts: ServiceClient,
  { since, signal }: RevokedSince,
): Promise<z.output<typeof revokedKeysSchema>> {
  const query = since === undefined ? '' : `?since=${encodeURIComponent(since)}`
  const response = await accounts.call(`/accounts/revoked-keys${query}`, { signal })
  if (response.status !== 200) {
    throw new UnavailableError(
      `Cannot ask which device keys were revoked: accounts answered ${response.status}`,
    )
  }
  return revokedKeysSchema.parse(await response.json())
}
