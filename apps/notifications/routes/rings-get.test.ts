import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken } from '#lib/auth/tokens.ts'
import { aMapping } from '#lib/builders/a-mapping.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openServiceClient } from '#lib/service-client/service-client.ts'
import { openAuditStore } from '#lib/store/open.ts'
import { DEFAULT_PREFERENCES } from '#lib/store/preferences.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { aNotifications, openNotificationStores } from '../a-notifications.fixture.ts'
import { openChannelGate } from '../channel-gate.ts'

const [ADA, BEN] = [newId(), newId()]

/** Opens the API with these channels; gives what it answers to Ada, and its stores. */
async function openWith(...channels: readonly string[]) {
  const folder = temporaryFolder()
  const url = `sqlite:${folder}/store.db`
  const keys = await openKeyRing(join(folder, 'keys.json'))
  const stores = { ...(await openNotificationStores(url)), audit: await openAuditStore(url) }
  onTestFinished(() => Promise.all(Object.values(stores).map((store) => store.close())).then(() => undefined))
  const app = aNotifications({
    ...stores,
    keys,
    accounts: openServiceClient({
      keys,
      service: 'notifications',
      audience: 'accounts',
      url: 'http://127.0.0.1:1',
    }),
    channels: new Map(channels.map((channel) => [channel, openChannelGate(channel, quietLog)])),
    identifier: { keys, audience: 'notifications', adminPassword: '' },
    log: quietLog,
    metrics: openMetrics(),
  })
  async function ringsOf(person = ADA): Promise<unknown> {
    const token = await signPersonToken(keys, { person: ADA, role: 'person' }, 'notifications')
    const headers = { authorization: `Bearer ${token}` }
    const response = await app.request(`/preferences/${person}/rings`, { headers })
    return response.status === 200 ? response.json() : response.status
  }
  return { ...stores, ringsOf }
}

test('a person without a device gets mails, unless they do not want any, or mail is no channel', async () => {
  const { ringsOf, preferences } = await openWith('log', 'mail')
  expect(await ringsOf()).toEqual({ devices: 0, mail: true })
  await preferences.replace(ADA, { ...DEFAULT_PREFERENCES, mail: 'never' }, 0)
  expect(await ringsOf()).toEqual({ devices: 0, mail: false })
  expect(await (await openWith('log')).ringsOf()).toEqual({ devices: 0, mail: false })
})

test('devices that ring replace mails; both come for a person who wants both', async () => {
  const { ringsOf, preferences, mappings } = await openWith('log', 'mail')
  await mappings.register(aMapping({ person: ADA }))
  await mappings.register(aMapping({ person: ADA, channel: 'none' }))
  await mappings.register(aMapping({ person: ADA, state: 'gone' }))
  expect(await ringsOf()).toEqual({ devices: 1, mail: false })
  await preferences.replace(ADA, { ...DEFAULT_PREFERENCES, mail: 'always' }, 0)
  expect(await ringsOf()).toEqual({ devices: 1, mail: true })
})

test('403 for another person', async () => {
  expect(await (await openWith('log')).ringsOf(BEN)).toBe(403)
})
