import { openKeyRing } from '#lib/auth/key-file.ts'
import { settings } from '#lib/config/settings.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { openMailer } from '#lib/mailer/open.ts'
import { openDeviceStore } from '#lib/store/open.ts'
import { createAccounts } from './app.ts'
import { addPeople } from './people/add-people.ts'
import { openAuth } from './people/open-auth.ts'

/** apps/accounts: people, tokens, devices and their keys. */
export const accounts = defineStation({
  name: 'accounts',
  port: settings.ACCOUNTS_PORT,
  spec: {
    storeUrl: settings.STORE_URL,
    keysPath: settings.AUTH_KEYS_PATH,
    secret: settings.AUTH_SECRET,
    publicUrl: settings.PUBLIC_URL,
    trustedHops: settings.TRUSTED_HOPS,
    mailUrl: settings.MAIL_URL,
    mailFrom: settings.MAIL_FROM,
    adminPassword: settings.ADMIN_PASSWORD,
    isDevLogin: settings.DEV_LOGIN,
    rotateGraceSeconds: settings.ROTATE_GRACE_SECONDS,
  },
  async open(config, { log, metrics }) {
    const { storeUrl, keysPath, secret, publicUrl, trustedHops, adminPassword, isDevLogin } = config
    const keys = await openKeyRing(keysPath, log)
    const devices = await openDeviceStore(storeUrl)
    const mailer = await openMailer(config.mailUrl, { from: config.mailFrom, log })
    const auth = await openAuth({ storeUrl, publicUrl, keys, secret, mailer, log, metrics })
    // Not waited for, and no reason not to start: people can sign in, and ask for their mail again.
    mailer.check().catch((error: unknown) => log.warn('mails cannot be sent as things stand', { error }))
    const identifier = { keys, audience: 'accounts', adminPassword }
    const app = createAccounts({
      keys,
      devices,
      rotateGraceMs: config.rotateGraceSeconds * 1_000,
      isDevLogin,
      identifier,
      log,
      metrics,
    })
    addPeople(app, { auth, keys, trustedHops })
    return {
      fetch: (request, bindings) => app.fetch(request, bindings),
      check: () => Promise.resolve(),
      async stop() {
        // Mails on their way are waited for, so the mailer closes last.
        await auth.close()
        await Promise.all([devices.close(), mailer.close()])
      },
    }
  },
})

if (import.meta.main) await runMain(accounts)
