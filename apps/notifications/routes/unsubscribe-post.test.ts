import { expect, test } from 'vitest'
import { openMailLinks } from '#lib/auth/mail-links.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openNotifications } from '../a-notifications.fixture.ts'

test('a link in a mail stores nothing for a person whose account was deleted', async () => {
  const [gone, there] = [newId(), newId()]
  const isErased = (person: string) => Promise.resolve(person === gone)
  const { app, keys, preferences } = await openNotifications({ isErased })
  const links = openMailLinks(keys)
  for (const person of [gone, there]) {
    const token = await links.seal({ act: 'no-mail', person }, Date.now())
    expect((await app.request(`/unsubscribe/${token}`, { method: 'POST' })).status).toBe(200)
  }
  expect([...(await preferences.findAll([gone, there])).keys()]).toEqual([there])
})
