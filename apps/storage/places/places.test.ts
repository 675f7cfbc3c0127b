import { describe, expect, test } from 'vitest'
import { openPlaces, type PlaceFinder } from './open-places.ts'
import { placeKeys } from './place-keys.ts'
import { readPlaceTables } from './place-tables.ts'
import type { Place } from './place.ts'

const tables = await readPlaceTables()
const places: PlaceFinder = openPlaces(() => Promise.resolve(tables))
const BERLIN = { lat: 52.52, lng: 13.405 }
const DRESDEN = { lat: 51.05, lng: 13.74 }
const LAUSANNE = { lat: 46.52, lng: 6.63 }

async function find(text: string, near?: Place['at']): Promise<string[]> {
  const found = await places.find({ text, near, limit: 10 })
  return found.map(({ name, postcode, state, country }) =>
    [name.de, postcode, state?.de, country].filter((each) => each !== undefined).join(', '),
  )
}

describe('the first place', () => {
  test.each([
    ['München', 'München, Bayern, DE'],
    ['Muenchen', 'München, Bayern, DE'],
    ['munchen', 'München, Bayern, DE'],
    ['Munich', 'München, Bayern, DE'],
    ['Münch', 'München, Bayern, DE'],
    ['Wien', 'Wien, Wien, AT'],
    ['Vienna', 'Wien, Wien, AT'],
    ['Köln', 'Köln, Nordrhein-Westfalen, DE'],
    ['Koeln', 'Köln, Nordrhein-Westfalen, DE'],
    ['Cologne', 'Köln, Nordrhein-Westfalen, DE'],
    ['Zürich', 'Zürich, Zürich, CH'],
    ['Zuerich', 'Zürich, Zürich, CH'],
    ['Genf', 'Genf, Genf, CH'],
    ['Geneva', 'Genf, Genf, CH'],
    ['Nuremberg', 'Nürnberg, Bayern, DE'],
    ['Frankfurt', 'Frankfurt am Main, Hessen, DE'],
    ['Frankfurt, Brandenburg', 'Frankfurt (Oder), Brandenburg, DE'],
    ['Frankfurt (Oder)', 'Frankfurt (Oder), Brandenburg, DE'],
    ['Halle', 'Halle (Saale), Sachsen-Anhalt, DE'],
    ['Neustadt', 'Neustadt an der Weinstraße, Rheinland-Pfalz, DE'],
    ['Neustadt, Sachsen', 'Neustadt in Sachsen, Sachsen, DE'],
    ['Neustadt, Saxony', 'Neustadt in Sachsen, Sachsen, DE'],
    ['Vienna, Austria', 'Wien, Wien, AT'],
    ['Vienna, Virginia', 'Vienna, Virginia, US'],
    ['St. Pölten', 'Sankt Pölten, Niederösterreich, AT'],
    ['Kreuzberg, Berlin', 'Kreuzberg, Berlin, DE'],
    ['Wien, Innere Stadt', 'Wien, Innere Stadt, 1010, Wien, AT'],
    ['Soest', 'Soest, Nordrhein-Westfalen, DE'],
    ['Söst', 'Soest, Nordrhein-Westfalen, DE'],
    ['10115', 'Berlin, 10115, Berlin, DE'],
    ['10115 Berlin', 'Berlin, 10115, Berlin, DE'],
    ['D-10115', 'Berlin, 10115, Berlin, DE'],
    ['80331', 'München, 80331, Bayern, DE'],
    ['1010', 'Wien, Innere Stadt, 1010, Wien, AT'],
    ['CH-1010', 'Lausanne, 1010, Waadt, CH'],
    ['8001', 'Zürich, 8001, Zürich, CH'],
    ['FL-9490', 'Vaduz, 9490, Vaduz, LI'],
  ])('for %s is %s', async (text, wanted) => {
    expect((await find(text))[0]).toBe(wanted)
  })

  test.each([
    ['Neustadt', DRESDEN, 'Neustadt in Sachsen, Sachsen, DE'],
    ['1010', LAUSANNE, 'Lausanne, 1010, Waadt, CH'],
    ['Frankfurt', { lat: 52.34, lng: 14.55 }, 'Frankfurt (Oder), Brandenburg, DE'],
  ])('for %s is another near %j: %s', async (text, near, wanted) => {
    expect((await find(text, near))[0]).toBe(wanted)
  })
})

test('the largest towns of a box come first, and areas of postcodes are none', async () => {
  const box = { south: 50.6, north: 51.3, west: 6.5, east: 7.5 }
  const found = await places.within(box, 3)
  expect(found.map(({ name }) => name.de)).toEqual(['Köln', 'Düsseldorf', 'Wuppertal'])
  const fiji = await places.within({ south: -19, north: -16, west: 177, east: -179 }, 1)
  expect(fiji.map(({ name }) => name.en)).toEqual(['Nasinu'])
  expect(await places.within({ south: 89, north: 90, west: -180, east: 180 }, 3)).toEqual([])
  const many = await places.within({ south: -90, north: 90, west: -180, east: 180 }, 2_000)
  expect(many.filter(({ postcode }) => postcode !== undefined)).toEqual([])
  expect(many).toHaveLength(2_000)
})

test('every country that has a postcode is found with it', async () => {
  expect(await find('1010')).toEqual(['Wien, Innere Stadt, 1010, Wien, AT', 'Lausanne, 1010, Waadt, CH'])
})

test('a place has both names, its state, about where it is, and about how many live there', async () => {
  const [munich] = await places.find({ text: 'Munich', limit: 1 })
  expect(munich).toEqual({
    name: { de: 'München', en: 'Munich' },
    state: { de: 'Bayern', en: 'Bavaria' },
    country: 'DE',
    at: { lat: 48.137, lng: 11.575 },
    people: 1_500_000,
  })
})

test('the area of a postcode has its own place, and no number of people', async () => {
  const [mitte] = await places.find({ text: '10115', near: BERLIN, limit: 1 })
  expect(mitte).toEqual({
    name: { de: 'Berlin', en: 'Berlin' },
    postcode: '10115',
    state: { de: 'Berlin', en: 'Berlin' },
    country: 'DE',
    at: { lat: 52.532, lng: 13.385 },
  })
})

test.each(['', ' ', '🙂', ',', ', ,', '\u0000', '\ud800', '99999', 'xqzxqz', 'x'.repeat(100), 'ﷺ', '東京'])(
  'nothing is found for %j',
  async (text) => {
    expect(await find(text)).toEqual([])
  },
)

test('each place is found by each of its names, and each state by its country', async () => {
  // Every 97th: all of them would take a minute.
  for (let line = 0; line < tables.places.count; line += 97) {
    const { name, postcode, state } = tables.places.row(line)
    expect(tables.states[state]?.code).toMatch(/^[A-Z]{2}\.\w*$/u)
    for (const text of [name.de, name.en].map((each) => (postcode === '' ? each : `${postcode} ${each}`))) {
      const lines: number[] = []
      for (const key of placeKeys(text)) tables.keys.each(key, (place) => lines.push(place))
      expect([text, lines]).toEqual([text, expect.arrayContaining([line])])
    }
  }
})

test('the tables are read at the first question, once, and again if that failed', async () => {
  let reads = 0
  const finder = openPlaces(() => {
    reads += 1
    return reads === 1 ? Promise.reject(new Error('the disk is away')) : Promise.resolve(tables)
  })
  expect(reads).toBe(0)
  await expect(finder.find({ text: 'Wien', limit: 1 })).rejects.toThrow('the disk is away')
  const found = await Promise.all(['Wien', 'Vienna'].map((text) => finder.find({ text, limit: 1 })))
  expect(found[0]).toEqual(found[1])
  expect(reads).toBe(2)
})
