import { expect, test } from 'vitest'
import { openBusWriter } from '#lib/event-bus/open.ts'
import { DEAD } from '#lib/event-bus/topics.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { startSmallPlatform } from '../platform.fixture.ts'
import { push } from '../run-push.fixture.ts'

const START = Date.parse('2026-01-02T03:04:05.000Z')

/** Creates a bus with dead letters, one per second. */
async function aGraveyard(values: readonly string[], url?: string) {
  const HOME = temporaryFolder()
  const BUS_URL = url ?? `sqlite:${HOME}/bus.db`
  const bus = await openBusWriter(BUS_URL)
  const records = values.map((value, n) => ({ key: `key-${n}`, value, timestamp: START + n * 1_000 }))
  await bus.publish(DEAD.name, records)
  await bus.close()
  return { HOME, BUS_URL }
}

function aLetter(reason: string, original: string, over: object = {}): string {
  return JSON.stringify({ reason, original, deliveries: 1, appendedAt: START - 500, ...over })
}

test('list shows the newest first; show prints one of them with everything that was sent', async () => {
  const environment = await aGraveyard([
    aLetter('unreadable: Cannot read report: it names no place', '{"bad":"it names no place","b":"lat="}'),
    aLetter('strict: nobody can use it', '{"i":"e-1"}', { deliveries: 3 }),
    aLetter('bus: too large', 'xxx', { originalLength: 4_711 }),
  ])
  const { code, out, error } = await push(environment, 'dead', 'list')
  expect([code, error]).toEqual([0, ''])
  expect(out).toMatch(
    /^place +buried +deliveries +reason\n\d+:\d+ +2026-01-02T03:04:07\.000Z +1 +bus: too large\n\d+:\d+ +\S+ +3 +strict: nobody can use it\n\d+:\d+ .*it names no place\n$/u,
  )
  const json = await push(environment, 'dead', 'list', '--json', '--limit', '2')
  const { letters } = JSON.parse(json.out) as { letters: { place: string }[] }
  expect(letters).toEqual([
    {
      place: expect.stringMatching(/^\d+:\d+$/u),
      buriedAt: '2026-01-02T03:04:07.000Z',
      appendedAt: '2026-01-02T03:04:04.500Z',
      deliveries: 1,
      reason: 'bus: too large',
      original: 'xxx',
      originalLength: 4_711,
    },
    expect.objectContaining({ reason: 'strict: nobody can use it', original: '{"i":"e-1"}' }),
  ])
  const place = letters[1]?.place ?? ''
  const one = await push(environment, 'dead', 'show', place)
  expect([one.code, one.error]).toEqual([0, ''])
  expect(one.out).toBe(`place       ${place}
buried      2026-01-02T03:04:06.000Z
appended    2026-01-02T03:04:04.500Z
deliveries  3
reason      strict: nobody can use it

{"i":"e-1"}
`)
  const cut = await push(environment, 'dead', 'show', letters[0]?.place ?? '')
  expect(cut.out).toContain('\nxxx\n(cut: it had 4711 characters)\n')
  expect(JSON.parse((await push(environment, 'dead', 'show', place, '--json')).out)).toEqual(letters[1])
})

test('list filters by reason and limits the number', async () => {
  const reasons = Array.from({ length: 30 }, (_, n) => (n % 2 === 0 ? `Overland ${n}` : `osmand ${n}`))
  const environment = await aGraveyard(reasons.map((reason) => aLetter(reason, '{}')))
  const list = async (...words: string[]) => {
    const { out } = await push(environment, 'dead', 'list', '--json', ...words)
    return (JSON.parse(out) as { letters: { reason: string }[] }).letters.map(({ reason }) => reason)
  }
  expect(await list()).toEqual(reasons.toReversed().slice(0, 20))
  expect(await list('--limit', '3', '--reason', 'OVERLAND')).toEqual([
    'Overland 28',
    'Overland 26',
    'Overland 24',
  ])
  expect(await list('--reason', 'owntracks')).toEqual([])
  expect((await push(environment, 'dead', 'list', '--reason', 'owntracks')).out).toBe(
    'No dead letter has this text in its reason.\n',
  )
})

test('list says that there are no dead letters', async () => {
  const environment = await aGraveyard([])
  expect(await push(environment, 'dead', 'list')).toEqual({
    code: 0,
    out: 'There are no dead letters.\n',
    error: '',
  })
  expect((await push(environment, 'dead', 'list', '--json')).out).toBe('{"letters":[]}\n')
})

test('control characters in a letter are escaped, and a record that is not a letter is shown too', async () => {
  const evil = '\u001b]0;owned\u0007\u009b2J\u202e\u2028 gr\u00fc\u00dfe'
  const environment = await aGraveyard([aLetter(`strict: ${evil}`, evil), `garbage ${evil}`])
  const { out } = await push(environment, 'dead', 'list')
  expect(out).toContain('strict: \\u{1b}]0;owned\\u{7}\\u{9b}2J\\u{202e}\\u{2028} grüße\n')
  expect(out).toContain('not a dead letter of this platform')
  for (const [place] of out.matchAll(/^\d+:\d+/gmu)) {
    const shown = (await push(environment, 'dead', 'show', place)).out
    expect(shown).toContain('\\u{1b}]0;owned\\u{7}')
    // oxlint-disable-next-line no-control-regex
    expect(shown).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F]/u)
  }
})

test('on a platform it shows the unreadable event of a phone, and no event with the same id from another source', async () => {
  const { environment } = await startSmallPlatform()
  const tracker = environment['TRACKER_URL'] ?? ''
  const sent = '{"_type":"location","secret":"of the phone'
  expect((await fetch(`${tracker}/owntracks?u=anna&d=phone`, { method: 'POST', body: sent })).status).toBe(
    200,
  )
  const events = ['/studio', '/lms'].map((source) => ({ specversion: '1.0', type: 'w', id: '100', source }))
  await fetch(`${tracker}/v1/batch`, { method: 'POST', body: JSON.stringify(events) })
  const books = async () => JSON.parse((await push(environment, 'lag', '--json')).out).streams[0].books
  await expect
    .poll(books, { timeout: 15_000 })
    .toMatchObject({ added: 3, published: 2, duplicate: 0, dead: 1, pending: 0, unread: 0 })
  const { letters } = JSON.parse((await push(environment, 'dead', 'list', '--json')).out)
  expect(letters).toEqual([
    expect.objectContaining({ reason: expect.stringMatching(/^unreadable: Cannot read report: /u) }),
  ])
  const { out } = await push(environment, 'dead', 'show', letters[0].place)
  expect(out).toContain('of the phone')
})

test('wrong use is reported with an example of right use', async () => {
  const environment = await aGraveyard([aLetter('strict: no', '{}')])
  for (const words of [
    ['show', 'first'],
    ['show'],
    ['list', '--limit', '0'],
    ['list', '--limit', 'all'],
    ['drop'],
  ]) {
    const { code, out, error } = await push(environment, 'dead', ...words)
    expect([words, code, out]).toEqual([words, 2, ''])
    expect(error).toMatch(/must be|missing|unknown command/u)
  }
  const none = await push(environment, 'dead', 'show', '0:4711')
  expect([none.code, none.out]).toEqual([1, ''])
  expect(none.error).toBe(
    'Cannot show dead letter "0:4711": there is no letter at this place\npush dead list shows the places of all letters; the bus keeps them for 30 days.\n',
  )
})
