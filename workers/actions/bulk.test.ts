import { describe, expect, test } from 'vitest'
import { BEFORE_NEWEST } from '#lib/store/candidate-queue.ts'
import { aBud, openWorkshop } from './open-workshop.fixture.ts'

const cause = { source: '/service/offers', id: 'bud-1', time: Date.parse('2026-01-02T03:04:05.000Z') }

describe('bulk', () => {
  test('asks matching to match the offers of the owner, once for the same owner', async () => {
    const shop = await openWorkshop()
    expect(await shop.handle(aBud())).toBe('done')
    expect(await shop.asked()).toEqual([
      { subject: 'importer:test', cursor: BEFORE_NEWEST, cause, lease: expect.any(String) },
    ])
    expect(await shop.handle(aBud())).toBe('done')
    expect(await shop.handle(aBud({ owner: 'importer:other' }))).toBe('done')
    expect((await shop.asked()).map(({ subject }) => subject).toSorted()).toEqual([
      'importer:other',
      'importer:test',
    ])
  })

  test('names the event as the cause, with the source of its client', async () => {
    const shop = await openWorkshop()
    await shop.handle(aBud({ id: 'bud-2', clientsource: '/studio' }))
    expect(await shop.asked()).toMatchObject([{ cause: { ...cause, id: 'bud-2', clientsource: '/studio' } }])
  })

  test.each([
    ['ignores an event that no service sent', aBud({ source: '/tracker/local' }), 'passed'],
    ['refuses an invalid owner', aBud({ owner: 'a b' }), 'refused'],
    ['refuses an event without an owner', aBud({ owner: undefined }), 'refused'],
  ])('%s', async (_name, event, outcome) => {
    const shop = await openWorkshop()
    expect(await shop.handle(event)).toBe(outcome)
    expect(await shop.asked()).toEqual([])
  })

  test('rejects while matching is down, to be tried again', async () => {
    const shop = await openWorkshop()
    await shop.lose()
    await expect(shop.handle(aBud())).rejects.toMatchObject({ name: 'UnavailableError' })
  })
})
