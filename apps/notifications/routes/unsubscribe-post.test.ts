import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { openMailLinks } from '#lib/auth/mail-links.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { openAuditStore } from '#lib/store/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aNotifications, openNotificationStores } from '../a-notifications.fixture.ts'

test('a link in a mail stores nothing for a person whose account was deleted', async () => {
  const [gone, there] = [newId(), newId()]
  const folder = temporaryFolder()
  const url = `sqlite:${folder}/store.db`
  const keys = await openKeyRing(join(folder, 'keys.json'))
  const stores = { ...(await openNotificationStores(url)), audit: await openAuditStore(url) }
  onTestFinished(() => Promise.all(Object.values(stores).map((store) => store.close())).then(() => undefined))
  const accounts = openServiceClient({
    keys,
    service: 'notifications',
    audience: 'accounts',
    url: 'http://127.0.0.1:1',
  })
  const app = aNotifications({
    ...stores,
    keys,
    accounts,
    identifier: {
      keys,
      audience: 'notifications',
      adminPassword: '',
      isErased: (person) => Promise.resolve(person === gone),
    },
    log: quietLog,
    metrics: openMetrics(),
  })
  const links = openMailLinks(keys)
  for (const person of [gone, there]) {
    const token = await links.seal({ act: 'no-mail', person }, Date.now())
    expect((await app.request(`/unsubscribe/${token}`, { method: 'POST' })).status).toBe(200)
  }
  expect([...(await stores.preferences.findAll([gone, there])).keys()]).toEqual([there])
})
