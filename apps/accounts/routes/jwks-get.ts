import type { App } from '#lib/http/create-app.ts'
import type { AccountsOptions } from '../options.ts'

// About as long as a new key waits before it signs: who keeps the list has the key by then, or asks anew for its id.
const CACHE_CONTROL = 'public, max-age=60'

/** `GET /accounts/jwks.json`: the public keys that people's tokens and device keys are checked with (RFC 7517). */
export function getJwks(app: App, { keys }: Pick<AccountsOptions, 'keys'>): void {
  app.get('/accounts/jwks.json', async (c) =>
    c.json({ keys: await keys.accounts.publicJwks() }, 200, { 'cache-control': CACHE_CONTROL }),
  )
}
