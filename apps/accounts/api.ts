import type { Route } from '#lib/http/define-route.ts'
import { defineDescribedApi } from '#lib/ui/api-docs/define-described-api.tsx'
import type { ErasureOptions } from './erasure/erasure-options.ts'
import type { AccountsOptions } from './options.ts'
import { accountsPages } from './pages/all-pages.ts'
import type { PeopleOptions } from './people/people-options.ts'
import { accountDelete } from './routes/account-delete.ts'
import { accountExportGet } from './routes/account-export-get.ts'
import { addressesPost } from './routes/addresses-post.ts'
import { auditGet } from './routes/audit-get.ts'
import { authRoutes } from './routes/auth-routes.ts'
import { devLoginPost } from './routes/dev-login-post.ts'
import { deviceDelete } from './routes/device-delete.ts'
import { deviceOwnerGet } from './routes/device-owner-get.ts'
import { deviceRevokePost } from './routes/device-revoke-post.ts'
import { deviceRotatePost } from './routes/device-rotate-post.ts'
import { devicesGet } from './routes/devices-get.ts'
import { devicesPost } from './routes/devices-post.ts'
import { endedSessionsGet } from './routes/ended-sessions-get.ts'
import { erasedGet } from './routes/erased-get.ts'
import { jwksGet } from './routes/jwks-get.ts'
import { personDelete } from './routes/person-delete.ts'
import { revokedKeysGet } from './routes/revoked-keys-get.ts'
import { rolePut } from './routes/role-put.ts'
import { tokensPost } from './routes/tokens-post.ts'
import { writeKeyDelete } from './routes/write-key-delete.ts'
import { writeKeysGet } from './routes/write-keys-get.ts'
import { writeKeysPost } from './routes/write-keys-post.ts'

/** Routes for keys, devices and the audit log. */
export const deviceRoutes: readonly Route<AccountsOptions>[] = [
  jwksGet,
  devLoginPost,
  devicesPost,
  devicesGet,
  deviceOwnerGet,
  deviceRotatePost,
  deviceRevokePost,
  revokedKeysGet,
  writeKeysPost,
  writeKeysGet,
  writeKeyDelete,
  auditGet,
]

/** Routes for sign-up, sign-in, tokens and roles. */
const peopleRoutes: readonly Route<PeopleOptions>[] = [
  ...authRoutes,
  tokensPost,
  rolePut,
  endedSessionsGet,
  addressesPost,
]

/** Routes for export, deletion and the release of devices. */
const erasureRoutes: readonly Route<ErasureOptions>[] = [
  accountExportGet,
  accountDelete,
  personDelete,
  deviceDelete,
  erasedGet,
]

/** The API of apps/accounts. */
export const accountsApi = defineDescribedApi<AccountsOptions & PeopleOptions & ErasureOptions>({
  station: 'accounts',
  document: { path: '/accounts/openapi.json', description: 'People, tokens, devices and keys' },
  routes: [...deviceRoutes, ...peopleRoutes, ...erasureRoutes, ...accountsPages.routes],
})
