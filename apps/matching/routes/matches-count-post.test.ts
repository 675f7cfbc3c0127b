import { beforeEach, expect, test } from 'vitest'
import { aMatch } from '#lib/builders/a-match.ts'
import { aNoticeEvent } from '#lib/builders/a-notice.ts'
import { beginMatch } from '#lib/builders/begin-match.ts'
import { openWorld, type World } from '../open-world.fixture.ts'

let world: World

beforeEach(async () => {
  world = await openWorld()
  return () => world.close()
})

const ask = (json: unknown, as?: string) => world.call('POST /matching/matches/count', as, json)

test('200: the matches of each search and offer of the list, on either side', async () => {
  for (const [search, offer] of [
    ['s-1', 'o-1'],
    ['s-1', 'o-2'],
    ['s-2', 'o-1'],
  ] as const)
    await beginMatch(world.matches, aMatch({ search, offer }), aNoticeEvent())
  const response = await ask({ subjects: ['s-1', 'o-1', 'o-2', 'none'] }, 'service:storage')
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({ counts: { 's-1': 2, 'o-1': 2, 'o-2': 1, none: 0 } })
  expect(await (await ask({ subjects: [] }, 'service:storage')).json()).toEqual({ counts: {} })
})

test('400 names the wrong field', async () => {
  for (const [json, field] of [
    [{}, 'subjects'],
    [{ subjects: Array.from({ length: 201 }, () => 's-1') }, 'subjects'],
    [{ subjects: [1] }, 'subjects.0'],
  ] as const) {
    const response = await ask(json, 'service:storage')
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ field })
  }
})

test('401 without a token, 403 for a person', async () => {
  expect((await ask({ subjects: ['s-1'] })).status).toBe(401)
  expect((await ask({ subjects: ['s-1'] }, 'anna')).status).toBe(403)
})
