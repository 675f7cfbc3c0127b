import { beforeEach, expect, test } from 'vitest'
import { aSearch } from '#lib/builders/a-subject.ts'
import { openWorld, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
  return () => world.close()
})

const ask = (json: unknown, as?: string) => world.call('POST /matching/preview', as, json)

test('400 names the wrong field', async () => {
  for (const [json, field] of [
    [{ isEdit: false }, 'draft'],
    [{ draft: aSearch(), isEdit: 'no' }, 'isEdit'],
    [{ draft: { ...aSearch(), kind: 'x' }, isEdit: false }, 'draft.kind'],
    [{ draft: { ...aSearch(), at: { lat: 'x', lng: 1 } }, isEdit: false }, 'draft.at.lat'],
  ] as const) {
    const response = await ask(json, 'service:storage')
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ field })
  }
})

test('401 without a token, 403 for a person, who asks storage', async () => {
  const json = { draft: aSearch(), isEdit: false }
  expect((await ask(json)).status).toBe(401)
  expect((await ask(json, 'anna')).status).toBe(403)
})
