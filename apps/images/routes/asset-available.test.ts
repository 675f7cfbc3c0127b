import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import { aPicture } from '../a-picture.fixture.ts'
import { openGallery } from '../open-gallery.fixture.ts'

test('200 for the own picture; 404 for that of another one, as for none; services ask for all', async () => {
  const { call, bring } = await openGallery()
  const body = await aPicture()
  const id = await bring('anna', body)
  const path = `GET /assets/available/${createHash('sha256').update(body).digest('hex')}`
  const found = await call(path, { as: 'anna' })
  expect([found.status, await found.json()]).toEqual([200, expect.objectContaining({ id, format: 'jpeg' })])
  expect((await call(`${path}?owner=anna`, { as: 'anna' })).status).toBe(200)
  const others = await call(path, { as: 'ben' })
  const none = await call(`GET /assets/available/${'0'.repeat(64)}`, { as: 'ben' })
  const problems = (await Promise.all([others.json(), none.json()])) as { detail: string }[]
  expect([others.status, none.status]).toEqual([404, 404])
  expect(problems[0]?.detail).toBe(problems[1]?.detail)
  expect((await call(path, { as: 'service:storage' })).status).toBe(200)
  expect((await call(`${path}?owner=ben`, { as: 'service:storage' })).status).toBe(404)
})

test('403 for the pictures of others, 401 without a token, 400 for what is no hash', async () => {
  const { call } = await openGallery()
  const path = `GET /assets/available/${'0'.repeat(64)}`
  const refused = await call(`${path}?owner=anna`, { as: 'ben' })
  expect([refused.status, await refused.json()]).toEqual([403, expect.objectContaining({ field: 'owner' })])
  expect((await call(path)).status).toBe(401)
  expect((await call('GET /assets/available/x', { as: 'anna' })).status).toBe(400)
})
