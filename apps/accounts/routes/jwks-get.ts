import type { App } from '#lib/http/create-app.ts'
import type { AccountsOptions } from '../options.ts'

/** `GET /accounts/jwks.json`: the public key that people's tokens and device keys are checked with (RFC 7517). */
export function getJwks(app: App, { keys }: AccountsOptions): void {
  app.get('/accounts/jwks.json', (c) =>
    c.json({ keys: [keys.accounts.publicJwk] }, 200, { 'cache-control': 'public, max-age=300' }),
  )
}
