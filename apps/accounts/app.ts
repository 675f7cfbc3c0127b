import { addOpenApi } from '#lib/http/add-openapi.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import { getAudit } from './routes/audit-get.tsx'
import { getDeviceOwner } from './routes/device-owner-get.ts'
import { postDeviceRevoke } from './routes/device-revoke-post.ts'
import { postDeviceRotate } from './routes/device-rotate-post.ts'
import { postDevLogin } from './routes/dev-login-post.ts'
import { getDevices } from './routes/devices-get.ts'
import { postDevice } from './routes/devices-post.ts'
import { getJwks } from './routes/jwks-get.ts'
import { getRevokedKeys } from './routes/revoked-keys-get.ts'
import { deleteWriteKey } from './routes/write-key-delete.ts'
import { getWriteKeys } from './routes/write-keys-get.ts'
import { postWriteKey } from './routes/write-keys-post.ts'
import type { AccountsOptions } from './options.ts'

/** The app of apps/accounts: tokens, devices and their keys. */
export function createAccounts(options: AccountsOptions): App {
  const app = createApp({ ...options, station: 'accounts' })
  getJwks(app, options)
  postDevLogin(app, options)
  postDevice(app, options)
  getDevices(app, options)
  getDeviceOwner(app, options)
  postDeviceRotate(app, options)
  postDeviceRevoke(app, options)
  getRevokedKeys(app, options)
  postWriteKey(app, options)
  getWriteKeys(app, options)
  deleteWriteKey(app, options)
  getAudit(app, options)
  addOpenApi(app, {
    station: 'accounts',
    path: '/accounts/openapi.json',
    description: 'People, tokens, devices and keys',
  })
  return app
}
