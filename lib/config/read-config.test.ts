import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readConfig, withoutPassword, type ConfigSpec } from '#lib/config/read-config.ts'
import {
  choice,
  flag,
  defineSettings,
  integer,
  networks,
  pathPrefixes,
  secret,
  secretHeaders,
  share,
  text,
  url,
  urlOrNone,
  urls,
} from '#lib/config/setting.ts'
import { ConfigError } from '#lib/errors/config-error.ts'

const { settings: declared } = defineSettings('Tests', {
  KEY: secret('A key'),
  COUNT: integer(1, 10, 'A count', '5'),
  IS_LOUD: flag('Whether to shout', 'false'),
  MOOD: choice(['good', 'bad'], 'A mood', 'good'),
  STORE: url(['sqlite', 'mongodb'], 'A store', 'sqlite:./x.db'),
  STREAMS: urls(['redis', 'sqlite'], 'Streams', 'sqlite:./x.db'),
  PEERS: networks('Peers', ''),
  PATHS: pathPrefixes('Paths', '/t'),
  NAME: text('A name'),
})

const GOOD = { KEY: 'sixteen-letters-', NAME: 'n' }

function mistakesOf(spec: ConfigSpec, environment: Record<string, string>): readonly string[] {
  try {
    readConfig(spec, environment)
  } catch (error) {
    if (error instanceof ConfigError) return error.mistakes
    throw error
  }
  return []
}

test('a variable that is not set has its typed default', () => {
  const { COUNT: count, IS_LOUD: isLoud, MOOD: mood, STREAMS: streams } = declared
  expect(readConfig({ count, isLoud, mood, streams }, {})).toEqual({
    count: 5,
    isLoud: false,
    mood: 'good',
    streams: ['sqlite:./x.db'],
  })
})

test('a value is read without surrounding blanks', () => {
  const { COUNT: count, IS_LOUD: isLoud, STREAMS: streams } = declared
  const environment = { COUNT: ' 7 ', IS_LOUD: 'true', STREAMS: 'redis://a:1, redis://b:2 sqlite:c' }
  expect(readConfig({ count, isLoud, streams }, environment)).toEqual({
    count: 7,
    isLoud: true,
    streams: ['redis://a:1', 'redis://b:2', 'sqlite:c'],
  })
})

test('there may be no networks, or several', () => {
  const { PEERS: peers } = declared
  const sizesOf = (raw?: string) =>
    readConfig({ peers }, raw === undefined ? {} : { PEERS: raw }).peers.map(([, bits]) => bits)
  expect(sizesOf()).toEqual([])
  expect(sizesOf('10.0.0.0/8, ::1 fd00::/8')).toEqual([8, 128, 8])
})

test('there may be several paths, without characters of route patterns', () => {
  const { PATHS: paths } = declared
  const read = (raw: string) => readConfig({ paths }, { PATHS: raw }).paths
  expect(read('/t, /old/track /')).toEqual(['/t', '/old/track', '/'])
  for (const raw of ['', 't', '/*', '/a//b', '/a/', '/{x}', '/a?b']) {
    expect(mistakesOf({ paths }, { PATHS: raw })).toHaveLength(1)
  }
})

test('all mistakes are reported at once, in the order of the spec', () => {
  const environment = {
    KEY: 'short',
    COUNT: '11',
    IS_LOUD: 'yes',
    MOOD: '',
    STORE: 'mysql:x',
    STREAMS: ' , ',
    PEERS: '10.0.0.0/8 web',
    PATHS: '/t, /a/:b',
  }
  expect(mistakesOf(declared, environment)).toEqual([
    'KEY is "***", but must be at least 16 characters, or empty for none',
    'COUNT is "11", but must be a whole number from 1 to 10',
    'IS_LOUD is "yes", but must be true or false',
    'MOOD is "", but must be one of good, bad',
    'STORE is "mysql:x", but must be a URL that begins with sqlite: or mongodb:',
    'STREAMS is " , ", but must be URLs that begin with redis: or sqlite:, separated by commas',
    'PEERS is "10.0.0.0/8 web", but must be networks such as 10.0.0.0/8 or fd00::/8, separated by commas',
    'PATHS is "/t, /a/:b", but must be paths such as /t or /, separated by commas',
    'NAME is not set, but must be text',
  ])
})

test('an invalid secret is never quoted', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 4, maxLength: 15 }), (key) => {
      const mistakes = mistakesOf(declared, { ...GOOD, KEY: `<${key.trim()}>`.slice(0, 15) })
      expect(mistakes).toEqual(['KEY is "***", but must be at least 16 characters, or empty for none'])
    }),
  )
})

describe('a password in an invalid URL is not quoted:', () => {
  test.each([
    'mysql://root:geheim@host/db',
    'mysql://:geheim@host',
    'mysql://root:geheim@host:port@more',
    'mysql://root:gehe@geheim@host',
    'mysql://root:geheim/geheim@host',
    'mysql://root:geheim?#geheim@host',
    'mysql://root:1234/geheim@host',
    'mysql:x mysql://a:geheim@h1,mysql://b:geheim@h2',
  ])('%s', (value) => {
    for (const name of ['STORE', 'STREAMS']) {
      const [mistake, ...more] = mistakesOf(declared, { ...GOOD, [name]: value })
      expect(more).toEqual([])
      expect(mistake).toContain(`${name} is "`)
      expect(mistake).not.toContain('geheim')
    }
  })
})

test('withoutPassword() does not change text without a password', () => {
  for (const plain of [
    'sqlite:./data/x.db',
    'http://127.0.0.1:5222',
    'redis://user@host',
    'any:thing@all',
    '',
  ]) {
    expect(withoutPassword(plain)).toBe(plain)
  }
})

test.each(['0', '11', '1.5', '1e1', '0x1', 'five', '', '-1', 'Infinity', '9'.repeat(20)])(
  'the number "%s" is not one from 1 to 10',
  (value) => {
    expect(mistakesOf(declared, { ...GOOD, COUNT: value })).toHaveLength(1)
  },
)

describe('a share, an optional URL, and headers', () => {
  const { settings: traced } = defineSettings('Traces', {
    RATIO: share('A share', '0.01'),
    RECEIVER: urlOrNone('A receiver'),
    HEADERS: secretHeaders('Its headers'),
  })

  test('are read; empty means none', () => {
    expect(readConfig(traced, {})).toEqual({ RATIO: 0.01, RECEIVER: '', HEADERS: {} })
    const environment = {
      RATIO: '1',
      RECEIVER: 'http://h:1',
      HEADERS: 'Authorization=Basic%20a=b, x-id = 7,',
    }
    expect(readConfig(traced, environment)).toEqual({
      RATIO: 1,
      RECEIVER: 'http://h:1',
      HEADERS: { authorization: 'Basic a=b', 'x-id': '7' },
    })
  })

  test.each(['-0.1', '1.1', '2', '.5', '1e-3', 'NaN', ''])('"%s" is not a share', (RATIO) => {
    expect(mistakesOf(traced, { RATIO })).toHaveLength(1)
  })

  test.each(['redis://h', 'http:', 'h:1'])('"%s" is not a receiver', (RECEIVER) => {
    expect(mistakesOf(traced, { RECEIVER })).toHaveLength(1)
  })

  test.each(['=geheim', 'a name=geheim', 'a=%geheim', 'a=geh\neim'])(
    '%j is not a header, and is not quoted',
    (HEADERS) => {
      const [mistake, ...more] = mistakesOf(traced, { HEADERS })
      expect(mistake).toContain('***')
      expect(more).toEqual([])
    },
  )
})
