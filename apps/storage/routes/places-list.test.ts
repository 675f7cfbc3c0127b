import { expect, test } from 'vitest'
import { problemIn, openWorld } from '../open-world.fixture.ts'

const path = (query: Record<string, string>) => `GET /store/places?${new URLSearchParams(query).toString()}`

test('everybody finds places, with the credit that the data demands', async () => {
  const { call } = await openWorld()
  const response = await call(path({ q: 'muenchen', limit: '1' }))
  expect(response.status).toBe(200)
  expect(await response.json()).toEqual({
    items: [
      {
        name: { de: 'München', en: 'Munich' },
        state: { de: 'Bayern', en: 'Bavaria' },
        country: 'DE',
        at: { lat: 48.137, lng: 11.575 },
        people: 1_500_000,
      },
    ],
    credit: 'GeoNames, CC BY 4.0',
  })
})

test('what is near comes earlier, and no more than the limit', async () => {
  const { call } = await openWorld()
  const postcodes = async (query: Record<string, string>) => {
    const { items } = (await (await call(path({ q: '1010', ...query }))).json()) as {
      items: { country: string }[]
    }
    return items.map(({ country }) => country)
  }
  expect(await postcodes({})).toEqual(['AT', 'CH'])
  expect(await postcodes({ near: '46.52,6.63' })).toEqual(['CH', 'AT'])
  expect(await postcodes({ limit: '1' })).toEqual(['AT'])
})

test('what names no place is no error', async () => {
  const { call } = await openWorld()
  for (const q of ['🙂', 'xqzxqz', 'é'.repeat(100)]) {
    const response = await call(path({ q }))
    expect([q, response.status, await response.json()]).toEqual([
      q,
      200,
      { items: [], credit: 'GeoNames, CC BY 4.0' },
    ])
  }
})

test('what is wrong with a question is named', async () => {
  const { call } = await openWorld()
  const wrong: [string, Record<string, string>][] = [
    ['q', {}],
    ['q', { q: '' }],
    ['q', { q: 'x'.repeat(101) }],
    ['q', { q: 'ü'.repeat(10_000) }],
    ['near', { q: 'Wien', near: '91,0' }],
    ['near', { q: 'Wien', near: 'here' }],
    ['limit', { q: 'Wien', limit: '21' }],
    ['limit', { q: 'Wien', limit: '0' }],
    ['radius', { q: 'Wien', radius: '5' }],
  ]
  for (const [field, query] of wrong)
    expect(await problemIn(await call(path(query)))).toEqual({ status: 400, code: 'bad_field', field })
})
