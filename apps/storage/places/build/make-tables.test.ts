import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openPlaces } from '../open-places.ts'
import { tablesOf } from '../tables-of.fixture.ts'
import { GERMAN_NAMES } from './german-names.ts'
import { readPostcodes } from './read-postcodes.ts'
import { readStates } from './read-states.ts'
import { readTowns } from './read-towns.ts'

const city = (over: Record<string, unknown>) => ({
  name: 'Aa',
  latitude: 1,
  longitude: 2,
  countrycode: 'DE',
  population: 1_000,
  admin1code: '02',
  alternatenames: [],
  ...over,
})

/** The towns of the list of German names, which must be there. */
const named = GERMAN_NAMES.map(([countrycode, english, german]) =>
  city({
    name: english,
    countrycode,
    alternatenames: [german],
    population: 20_000,
    latitude: 50,
    longitude: 9,
  }),
)

const postal = (...fields: readonly string[]) => {
  const [country, code, name, state, stateCode, lat, lng] = fields
  return [country, code, name, state, stateCode, '', '', '', '', lat, lng, '4'].join('\t')
}

const noCode = postal('DE', '00000', 'Nowhere', '', '', '0', '0')

/** Writes sources, and opens the places that are made from them. */
function build(cities: readonly unknown[], codes: Record<string, readonly string[]> = {}) {
  const folder = temporaryFolder()
  const [citiesFile, statesFile] = [join(folder, 'cities.json'), join(folder, 'states.json')]
  writeFileSync(citiesFile, JSON.stringify(Object.fromEntries([...named, ...cities].entries())))
  writeFileSync(
    statesFile,
    JSON.stringify([
      { code: 'DE.02', name: 'Bavaria' },
      { code: 'DE.13', name: 'Saxony' },
      { code: 'AT.09', name: 'Vienna' },
    ]),
  )
  mkdirSync(join(folder, 'postal'))
  for (const country of ['AT', 'CH', 'DE', 'LI'])
    writeFileSync(join(folder, 'postal', `${country}.txt`), `${(codes[country] ?? [noCode]).join('\n')}\n`)
  const states = readStates(statesFile)
  const towns = readTowns(citiesFile)
  const postcodes = readPostcodes(join(folder, 'postal'), towns, states)
  return openPlaces(() => Promise.resolve(tablesOf({ towns, postcodes, states })))
}

test('small places of the named countries and large ones of others are taken, by names in Latin letters', async () => {
  const places = build([
    city({ name: 'Kleinstadt' }),
    city({ name: 'Kleinville', countrycode: 'CA' }),
    city({ name: 'Kleinmoor', countrycode: 'CA', population: 15_000 }),
    city({ name: 'Кляйн', alternatenames: ['Kleinkyr'] }),
    city({ name: 'Gross', alternatenames: ['Kleinother', 'kleinsmall', 'КЛ', 'KLEI'] }),
  ])
  const names = async (text: string) => (await places.find({ text, limit: 9 })).map(({ name }) => name.en)
  expect(await names('Klei')).toEqual(['Kleinmoor', 'Kleinstadt', 'Gross'])
  expect(await names('kleinsmall')).toEqual([])
})

test('a postcode has the place, the state and the names of its town', async () => {
  const wien = { name: 'Vienna', countrycode: 'AT', admin1code: '09', latitude: 48.2, longitude: 16.37 }
  const places = build([city({ ...wien, population: 1_691_468, alternatenames: ['Wien'] })], {
    AT: [
      postal('AT', '1010', 'Wien, Innere Stadt', 'Wien', '09', '48.2077', '16.3705'),
      postal('AT', '1234', 'Wien', 'Wien', '09', '48.1', '16.3'),
    ],
    DE: [postal('DE', '01234', 'Weiler', 'Sachsen', 'SN', '51', '13')],
  })
  const first = async (text: string) => (await places.find({ text, limit: 1 }))[0]
  expect(await first('1234')).toEqual({
    name: { de: 'Wien', en: 'Vienna' },
    postcode: '1234',
    state: { de: 'Wien', en: 'Vienna' },
    country: 'AT',
    at: { lat: 48.1, lng: 16.3 },
  })
  expect(await first('wien')).toMatchObject({ people: 1_700_000 })
  expect(await first('wien innere')).toMatchObject({ postcode: '1010' })
  // No town of this name: the village is found by its name too.
  expect(await first('weiler')).toMatchObject({ postcode: '01234', state: { de: 'Sachsen', en: 'Saxony' } })
})

test('a German name that is none of its town ends the build', () => {
  const other = { name: 'Wien', countrycode: 'AT', population: 5_000_000 }
  expect(() => build([city(other)])).toThrow('Cannot name "Vienna" in "AT": "Wien" is another place')
})
