import { expect, test } from 'vitest'
import { signPersonToken } from '#lib/auth/tokens.ts'
import { aMapping } from '#lib/builders/a-mapping.ts'
import { newId } from '#lib/ids/new-id.ts'
import { DEFAULT_PREFERENCES } from '#lib/store/preferences.ts'
import { openNotifications } from '../a-notifications.fixture.ts'

const [ADA, BEN] = [newId(), newId()]

/** Opens the API with these channels; gives what it answers to Ada, and its stores. */
async function openWith(...channels: readonly string[]) {
  const { app, keys, ...stores } = await openNotifications({ channels })

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
