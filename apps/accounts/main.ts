import type { PersonStation } from '#lib/erasure/person-path.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { settings } from '#lib/config/settings.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runMain } from '#lib/station/run-main.ts'
import { openMailer } from '#lib/mailer/open.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import {
  openAuditStore,
  openDeviceStore,
  openEndingStore,
  openErasureStore,
  openPeopleProbe,
  openStoreProbe,
  openWriteKeyStore,
} from '#lib/store/open.ts'
import { createAccounts } from './app.ts'
import { accountsPages } from './pages/all-pages.ts'
import { openActsCleaner } from './audit/open-acts-cleaner.ts'
import { openEraser } from './erasure/open-eraser.ts'
import { openDataHolders } from './erasure/open-data-holders.ts'
import { createIsEnded } from './people/create-is-ended.ts'
import { openAuth } from './people/open-auth.ts'
import { accountsSettings } from './settings.ts'

const { settings: own } = accountsSettings

/** apps/accounts: people, tokens, devices and their keys. */
export const accounts = defineStation({
  name: 'accounts',
  port: settings.ACCOUNTS_PORT,
  spec: {
    storeUrl: settings.STORE_URL,
    keysPath: settings.AUTH_KEYS_PATH,
    secret: own.AUTH_SECRET,
    publicUrl: settings.PUBLIC_URL,
    trustedHops: settings.TRUSTED_HOPS,
    mailUrl: settings.MAIL_URL,
    mailFrom: settings.MAIL_FROM,
    adminPassword: settings.ADMIN_PASSWORD,
    isDevLogin: settings.DEV_LOGIN,
    rotateGraceSeconds: own.ROTATE_GRACE_SECONDS,
    auditDays: own.AUDIT_DAYS,
    storageUrl: settings.STORAGE_URL,
    matchingUrl: settings.MATCHING_URL,
    notificationsUrl: settings.NOTIFICATIONS_URL,
    imagesUrl: settings.IMAGES_URL,
  },
  async open(config, { front, log, metrics }) {
    const { storeUrl, keysPath, secret, publicUrl, trustedHops, adminPassword, isDevLogin } = config
    const assets = openAssets(accountsPages)
    const keys = await openKeyRing(keysPath, log)
    const devices = await openDeviceStore(storeUrl)
    const writeKeys = await openWriteKeyStore(storeUrl)
    const audit = await openAuditStore(storeUrl)
    const probes = [await openStoreProbe(storeUrl), await openPeopleProbe(storeUrl)]
    const actsCleaner = openActsCleaner({ audit, days: config.auditDays, log })
    const mailer = await openMailer(config.mailUrl, { from: config.mailFrom, log })
    const endings = await openEndingStore(storeUrl)
    const auth = await openAuth({ storeUrl, publicUrl, keys, secret, mailer, endings, log, metrics })
    // Do not wait for the mail server: without it people can still sign in, and ask for their mail later.
    mailer.check().catch((error: unknown) => log.warn('cannot send mail now', { error }))
    const erasures = await openErasureStore(storeUrl)
    const isErased = async (person: string) => (await erasures.find(person)) !== undefined
    const station = (audience: PersonStation, url: string) =>
      openServiceClient({ keys, service: 'accounts', audience, url })
    const stations = {
      storage: station('storage', config.storageUrl),
      matching: station('matching', config.matchingUrl),
      notifications: station('notifications', config.notificationsUrl),
      images: station('images', config.imagesUrl),
    }
    const holders = openDataHolders({ accounts: auth.accounts, audit, devices, stations })
    const eraser = openEraser({ erasures, devices, holders, log, metrics })
    const isEnded = createIsEnded(endings)
    const identifier = { keys, audience: 'accounts', adminPassword, isErased, isEnded }
    if (isDevLogin && !front.isLocal)
      log.warn('DEV_LOGIN has no effect: HOST, PUBLIC_URL or TRUSTED_HOPS open the platform to others')
    const app = createAccounts({
      assets,
      keys,
      devices,
      writeKeys,
      rotateGraceMs: config.rotateGraceSeconds * 1_000,
      isDevLogin,
      identifier,
      front,
      audit,
      log,
      metrics,
      auth,
      isErased,
      endings,
      trustedHops,
      erasures,
      eraser,
      stations,
      devLogin: { keys, front, isDevLogin },
    })
    return {
      fetch: (request, bindings) => app.fetch(request, bindings),
      async check() {
        for (const probe of probes) await probe.check()
      },
      async stop() {
        // The mail queue is emptied first, so the mailer closes last.
        await Promise.all([eraser.stop(), actsCleaner.stop()])
        await auth.close()
        await Promise.all([
          devices.close(),
          erasures.close(),
          endings.close(),
          writeKeys.close(),
          audit.close(),
          ...probes.map((probe) => probe.close()),
          mailer.close(),
        ])
      },
    }
  },
})

if (import.meta.main) await runMain(accounts)
