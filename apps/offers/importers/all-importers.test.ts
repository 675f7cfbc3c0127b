import { describe, expect, test } from 'vitest'
import { allCities } from '#lib/cities/city-named.ts'
import { openMarket } from '../open-market.fixture.ts'
import { allImporters } from './all-importers.ts'
import { demoCity } from './demo-city.ts'

const { signal } = new AbortController()

test.each(allImporters)('$id owns its offers, and has a schedule', ({ id, owner, cron }) => {
  expect(owner).toBe(`importer:${id}`)
  expect(cron.split(' ')).toHaveLength(5)
})

test('the ids of importers are unique', () => {
  expect(new Set(allImporters.map(({ id }) => id)).size).toBe(allImporters.length)
})

describe('demoCity', () => {
  test.each(allCities)(
    'brings every place of $name, each under a key of its own',
    async ({ name, places }) => {
      const offers = await demoCity.fetch({ demoCity: name, signal })
      expect(offers.map(({ at }) => at)).toEqual(places.map(({ at }) => at))
      expect(new Set(offers.map(({ key }) => key)).size).toBe(places.length)
    },
  )

  test('refuses an unknown city', async () => {
    await expect(demoCity.fetch({ demoCity: 'Atlantis', signal })).rejects.toThrow(
      'Cannot import city "Atlantis": the city is unknown',
    )
  })

  test('storage accepts all its offers', async () => {
    const market = await openMarket(demoCity)
    expect(await market.run()).toMatchObject({ state: 'done', refused: 0, reason: undefined })
    const stored = await market.stored()
    expect(stored.length).toBeGreaterThanOrEqual(20)
    expect(stored.every(({ keywords }) => keywords.includes('#poi'))).toBe(true)
  })
})
