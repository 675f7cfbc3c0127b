import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { openKeyRing, type KeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, signServiceToken } from '#lib/auth/tokens.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import { defineApi } from '#lib/http/define-api.ts'
import { openAuditStore, openDeviceStore, openErasureStore, openWriteKeyStore } from '#lib/store/open.ts'
import type { AuditStore } from '#lib/store/audit.ts'
import type { DeviceStore } from '#lib/store/devices.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { deviceRoutes } from './api.ts'
import { openEraser } from './erasure/open-eraser.ts'
import { deviceDelete } from './routes/device-delete.ts'
import type { ErasureOptions } from './erasure/erasure-options.ts'
import type { AccountsOptions } from './options.ts'
import { requestApp, type Asked } from './request-app.fixture.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { accountsPages } from './pages/all-pages.ts'

const DAY_MS = 24 * 60 * 60 * 1_000
const ADMIN_PASSWORD = 'a-long-admin-password'

/** The accounts station on an embedded store. */
export interface World {
  readonly app: App
  readonly keys: KeyRing
  readonly devices: DeviceStore
  readonly audit: AuditStore
  /** Calls the station as a person, `operate`, `admin`, `service:<name>`, or without a token. */
  readonly call: (methodAndPath: string, asked?: Asked & { readonly as?: string }) => Promise<Response>
}

/** Opens the station for one test; it closes when the test ends. */
export async function openWorld({
  isDevLogin = false,
  /** Whether only this machine can reach the platform, as in development. */
  isLocal = true,
  rotateGraceMs = DAY_MS,
} = {}): Promise<World> {
  const folder = temporaryFolder()
  const keys = await openKeyRing(join(folder, 'keys.json'))
  const devices = await openDeviceStore(`sqlite:${folder}/store.db`)
  onTestFinished(() => devices.close())
  const writeKeys = await openWriteKeyStore(`sqlite:${folder}/store.db`)
  onTestFinished(() => writeKeys.close())
  const audit = await openAuditStore(`sqlite:${folder}/store.db`)
  onTestFinished(() => audit.close())
  const identifier = { keys, audience: 'accounts', adminPassword: ADMIN_PASSWORD }
  const front = { publicOrigin: 'http://127.0.0.1:5123', trustedHops: 0, isLocal }
  const shared = { identifier, front, log: quietLog, metrics: openMetrics() }
  const erasures = await openErasureStore(`sqlite:${folder}/store.db`)
  const nothing = { erase: () => Promise.resolve(), release: () => Promise.resolve() }
  const eraser = openEraser({ erasures, devices, holders: { nothing }, ...shared })
  onTestFinished(async () => {
    await eraser.stop()
    await erasures.close()
  })
  const assets = openAssets(accountsPages)
  const options = { assets, audit, keys, devices, writeKeys, rotateGraceMs, isDevLogin, ...shared }
  // There are no accounts of people: the test signs the tokens.
  const api = defineApi<AccountsOptions & Pick<ErasureOptions, 'eraser'>>({
    station: 'accounts',
    routes: [...deviceRoutes, deviceDelete],
  })
  const app = createApp(api, options, { ...options, eraser })

  async function authorizationOf(as: string): Promise<string> {
    if (as === 'admin') return `Basic ${Buffer.from(`admin:${ADMIN_PASSWORD}`).toString('base64')}`
    const [kind, name = ''] = as.split(':')
    const token =
      kind === 'service'
        ? await signServiceToken(keys, name, 'accounts')
        : await signPersonToken(keys, { person: as, role: as === 'operate' ? as : 'person' }, 'accounts')
    return `Bearer ${token}`
  }

  return {
    app,
    keys,
    devices,
    audit,
    async call(methodAndPath, { as, json, headers: given } = {}) {
      const headers = { ...given, ...(as !== undefined && { authorization: await authorizationOf(as) }) }
      return requestApp(app, methodAndPath, { json, headers })
    },
  }
}
