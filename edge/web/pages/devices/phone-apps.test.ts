import { encode } from 'uqr'
import { expect, test } from 'vitest'
import { de } from './phone-app-texts.de.ts'
import { en } from './phone-app-texts.en.ts'
import { phoneApps } from './phone-apps.ts'

const KEY = 'eyJ0eXAi.eyJzdWIi-_x.c2ln'
const DEVICE = { origin: 'https://push.example', device: 'annas-phone', key: KEY }
const apps = phoneApps(DEVICE)

/** What an app reads in the query of its link. */
function queryOf(app: keyof typeof apps): Record<string, string> {
  return Object.fromEntries(new URL(apps[app]?.link ?? '').searchParams)
}

test('OwnTracks gets a configuration in HTTP mode', () => {
  expect(apps['owntracks']?.link).toMatch(/^owntracks:\/\/\/config\?inline=[\w%]+$/u)
  expect(JSON.parse(atob(queryOf('owntracks')['inline'] ?? ''))).toEqual({
    _type: 'configuration',
    mode: 3,
    url: 'https://push.example/owntracks',
    auth: true,
    username: 'annas-phone',
    password: KEY,
    deviceId: 'annas-phone',
  })
})

test('its base64 holds for any text, and has no plus, which Android reads as a blank', () => {
  for (const device of ['größe', '>>>???', '~~~~~~', 'ÿÿÿÿ']) {
    const { link = '' } = phoneApps({ ...DEVICE, device })['owntracks'] ?? {}
    expect(link).not.toContain('+')
    const bytes = Uint8Array.from(
      atob(new URL(link).searchParams.get('inline') ?? ''),
      (letter) => letter.codePointAt(0) ?? 0,
    )
    expect(JSON.parse(new TextDecoder().decode(bytes))).toMatchObject({ username: device })
  }
})

test('Overland gets its endpoint, token and device', () => {
  expect(apps['overland']?.link).toMatch(/^overland:\/\/setup\?/u)
  expect(queryOf('overland')).toEqual({
    url: 'https://push.example/overland',
    token: KEY,
    device_id: 'annas-phone',
    unique_id: 'no',
  })
})

test('Traccar Client gets the key within its server URL, by its own scheme', () => {
  expect(apps['traccar']?.link).toMatch(/^org\.traccar\.client:\/\/setup\?/u)
  expect(queryOf('traccar')).toEqual({ url: `https://push.example/osmand?dk=${KEY}`, id: 'annas-phone' })
})

test('OsmAnd gets an address with a number for each value, and no sign that begins something in it', () => {
  const { url = '' } = phoneApps({ ...DEVICE, device: "anna's {phone}" })['osmand']?.values ?? {}
  expect(url).toMatch(/^https:\/\/push\.example\/osmand\?id=anna%27s%20%7Bphone%7D&dk=/u)
  expect(url.match(/\{\d\}/gu)).toEqual(['{0}', '{1}', '{2}', '{4}', '{5}', '{6}'])
})

test.each([
  ['en', en],
  ['de', de],
])('what the page in "%s" asks for is what there is', (_, texts) => {
  const asked = texts.map(({ app, fields, link }) => [
    app,
    fields.map(([value]) => value).sort(),
    link !== undefined,
  ])
  const there = Object.entries(apps).map(([app, { values, link }]) => [
    app,
    Object.keys(values).sort(),
    link !== undefined,
  ])
  expect(new Set(asked)).toEqual(new Set(there))
})

test('each link of a phone whose names are long still fits a QR code', () => {
  const long = phoneApps({
    origin: `https://${'a'.repeat(60)}.example.org`,
    device: 'x'.repeat(64),
    key: 'k'.repeat(600),
  })
  for (const { link } of Object.values(long))
    if (link !== undefined) expect(encode(link, { ecc: 'L' }).size).toBeLessThanOrEqual(177)
})
