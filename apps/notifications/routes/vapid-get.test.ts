import { expect, test } from 'vitest'
import { openWorld } from '../open-world.fixture.ts'

test('200: everybody gets the public key', async () => {
  const { call, vapidKey } = await openWorld()
  expect(await (await call('GET /vapid')).json()).toEqual({ key: vapidKey, keys: [vapidKey] })
})
