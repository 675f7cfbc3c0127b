import { openKeyRing } from '#lib/auth/key-file.ts'
import { settings } from '#lib/config/settings.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { openDeviceStore } from '#lib/store/open.ts'
import { createAccounts } from './app.ts'

/** apps/accounts: people, tokens, devices and their keys. */
export const accounts = defineStation({
  name: 'accounts',
  port: settings.ACCOUNTS_PORT,
  spec: {
    storeUrl: settings.STORE_URL,
    keysPath: settings.AUTH_KEYS_PATH,
    adminPassword: settings.ADMIN_PASSWORD,
    isDevLogin: settings.DEV_LOGIN,
  },
  async open({ storeUrl, keysPath, adminPassword, isDevLogin }, { log, metrics }) {
    const keys = await openKeyRing(keysPath)
    const devices = await openDeviceStore(storeUrl)
    const identifier = { keys, audience: 'accounts', adminPassword }
    const app = createAccounts({ keys, devices, isDevLogin, identifier, log, metrics })
    return {
      fetch: (request, bindings) => app.fetch(request, bindings),
      check: () => Promise.resolve(),
      stop: () => devices.close(),
    }
  },
})

if (import.meta.main) await runMain(accounts)
