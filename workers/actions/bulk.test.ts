import { describe, expect, test } from 'vitest'
import { aBud, openWorkshop } from './open-workshop.fixture.ts'

describe('bulk', () => {
  test('triggers matching for each active offer of the owner, and for no others', async () => {
    const shop = await openWorkshop()
    const own = await shop.write({ count: 3 })
    await shop.write({ count: 1, active: false })
    await shop.write({ count: 2, owner: 'importer:other' })
    expect(await shop.handle(aBud())).toBe('done')
    const told = await shop.told()
    expect(told.map(({ params }) => String(params['_id'])).toSorted()).toEqual(own.toSorted())
    for (const event of told)
      expect(event).toMatchObject({
        type: 'offr',
        source: '/service/actions',
        params: { action: 'notify', owner: 'importer:test' },
        quality: [],
      })
  })

  test('reads all pages of many offers', async () => {
    const shop = await openWorkshop()
    const own = await shop.write({ count: 401 })
    expect(await shop.handle(aBud())).toBe('done')
    const told = await shop.told()
    expect(new Set(told.map(({ params }) => params['_id']))).toEqual(new Set(own))
    expect(told).toHaveLength(401)
  })

  test('causes the same events for the same event, so that dedup drops a redelivery', async () => {
    const shop = await openWorkshop()
    await shop.write({ count: 3 })
    await shop.handle(aBud())
    const first = (await shop.told()).map(({ id, time }) => ({ id, time }))
    await shop.handle(aBud())
    const all = (await shop.told()).map(({ id, time }) => ({ id, time }))
    expect(new Set(first.map(({ id }) => id)).size).toBe(3)
    expect(all).toEqual([...first, ...first])
  })

  test('causes other events for another event', async () => {
    const shop = await openWorkshop()
    await shop.write({ count: 1 })
    await shop.handle(aBud())
    await shop.handle(aBud({ id: 'bud-2' }))
    await shop.handle(aBud({ source: '/service/other' }))
    // The same id from two client sources, and from two devices.
    await shop.handle(aBud({ clientsource: '/studio' }))
    await shop.handle(aBud({ clientsource: '/lms' }))
    await shop.handle(aBud({ subject: 'phone-1' }))
    await shop.handle(aBud({ subject: '/lms' }))
    expect(new Set((await shop.told()).map(({ id }) => id)).size).toBe(7)
  })

  test.each([
    ['ignores an owner without offers', aBud({ owner: 'importer:nobody' }), 'passed'],
    ['ignores an event that no service sent', aBud({ source: '/tracker/local' }), 'passed'],
    ['refuses an invalid owner', aBud({ owner: 'a b' }), 'refused'],
    ['refuses an event without an owner', aBud({ owner: undefined }), 'refused'],
  ])('%s', async (_name, event, outcome) => {
    const shop = await openWorkshop()
    await shop.write({ count: 1 })
    expect(await shop.handle(event)).toBe(outcome)
    expect(await shop.told()).toEqual([])
  })

  test.each(['storage', 'tracker'] as const)(
    'rejects while %s is down, to be tried again',
    async (station) => {
      const shop = await openWorkshop()
      await shop.write({ count: 1 })
      await shop.lose(station)
      await expect(shop.handle(aBud())).rejects.toMatchObject({ name: 'UnavailableError' })
    },
  )
})
