import { describe, expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { verifyPersonToken, verifyServiceToken } from '#lib/auth/tokens.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { startSmallPlatform } from './platform.fixture.ts'
import { push, startPush } from './run-push.fixture.ts'

const VERBS = [
  'simulate',
  'status',
  'lag',
  'tail',
  'dead',
  'token',
  'people',
  'signing-keys',
  'keys',
  'acts',
  'run',
  'engines',
]

describe('push --help', () => {
  test('lists every verb, with examples', async () => {
    const { code, out } = await push({}, '--help')
    expect(code).toBe(0)
    for (const verb of VERBS) expect(out).toContain(`\n  ${verb} `)
    expect(out).toContain('\nExamples:\n')
  })
})

describe('wrong use exits with 2 and says what is wrong', () => {
  test.each([
    [['fly'], "unknown command 'fly'"],
    [['status', '--loud'], "unknown option '--loud'"],
    [['lag', 'more'], 'too many arguments'],
    [['simulate', '--devices', '0'], 'It must be a whole number from 1 to 100000.'],
    [
      ['simulate', '--place', 'Atlantis'],
      'It must be one of Berlin, Hamburg, Paris, London, New York, Tokyo.',
    ],
    [['simulate', '--interval', '1 day'], 'It must be a duration such as 500ms, 10s, 5m or 1h.'],
    [['simulate', '--speed', '-4'], 'It must be a number above 0'],
    [['simulate', '--url', 'localhost'], 'It must be a URL such as http://127.0.0.1:5123.'],
    [['run', 'kafka'], 'Allowed choices are all, accounts, tracker, enrich, storage, matching'],
    [['run'], "missing required argument 'station'"],
    [['engines', 'up', '--brokers', '0'], 'It must be a whole number from 1 to 5.'],
    [['token', 'person', 'anna'], "required option '--audience <station>' not specified"],
    [['token', 'person', '..', '--audience', 'storage'], 'It must be 1–64 characters'],
    [['token', 'service', 'demo', '--audience', 'moon'], 'Allowed choices are accounts'],
    [['people', 'role', 'mila@example.org'], "missing required argument 'role'"],
    [['people', 'role', 'mila@example.org', 'king'], 'Allowed choices are person, operate, admin'],
    [['signing-keys', 'remove'], "missing required argument 'kid'"],
    [['signing-keys', 'remove', 'some-key'], 'add --yes to confirm'],
    [['signing-keys', 'rotate', '--yes'], "unknown option '--yes'"],
    [['acts', '--station', 'moon'], 'Allowed choices are accounts'],
    [['acts', '--limit', '1001'], 'It must be a whole number from 1 to 1000.'],
    [['keys', 'create'], "required option '--name <name>' not specified"],
    [['keys', 'create', '--name', 'Shop', '--rate', '0'], 'It must be a whole number from 1 to 1000000.'],
    [['keys', 'revoke'], "missing required argument 'key'"],
    [['keys', 'revoke', 'wk_1'], 'add --yes to confirm'],
  ])('%j', async (words, reason) => {
    const { code, out, error } = await push({}, ...words)
    expect(code).toBe(2)
    expect(error).toContain(reason)
    expect(out).toBe('')
  })

  test('no arguments at all show the help', async () => {
    const { code, error } = await push({})
    expect(code).toBe(2)
    expect(error).toContain('Commands:')
  })

  test('a wrong setting is named', async () => {
    const { code, error } = await push({ WEB_PORT: 'high' }, 'status')
    expect(code).toBe(2)
    expect(error).toContain('WEB_PORT is "high", but must be a whole number from 0 to 65535')
  })
})

describe('push token', () => {
  const AUTH_KEYS_PATH = `${temporaryFolder()}/keys.json`

  test('signs for a person, with the requested role', async () => {
    const keys = await openKeyRing(AUTH_KEYS_PATH)
    const { code, out } = await push({ AUTH_KEYS_PATH }, 'token', 'person', 'anna', '--audience', 'storage')
    expect(code).toBe(0)
    expect(await verifyPersonToken(keys, out.trim(), 'storage')).toEqual({ person: 'anna', role: 'person' })
    expect(await verifyPersonToken(keys, out.trim(), 'images')).toBeUndefined()
    const words = ['token', 'person', 'olga', '--audience', 'kafidx', '--role', 'operate', '--json']
    const answer = JSON.parse((await push({ AUTH_KEYS_PATH }, ...words)).out)
    expect(answer.expiresIn).toBe(300)
    expect(await verifyPersonToken(keys, answer.token, 'kafidx')).toEqual({ person: 'olga', role: 'operate' })
  })

  test('signs for a service', async () => {
    const keys = await openKeyRing(AUTH_KEYS_PATH)
    const words = ['token', 'service', 'demo', '--audience', 'tracker']
    const { out } = await push({ AUTH_KEYS_PATH }, ...words)
    expect(await verifyServiceToken(keys, out.trim(), 'tracker')).toBe('demo')
    expect(await verifyPersonToken(keys, out.trim(), 'tracker')).toBeUndefined()
  })

  test('creates no key file, because no station would know its keys', async () => {
    const path = `${temporaryFolder()}/keys.json`
    const words = ['token', 'service', 'demo', '--audience', 'tracker']
    const { code, error } = await push({ AUTH_KEYS_PATH: path }, ...words)
    expect(code).toBe(1)
    expect(error).toContain(`Cannot sign: there is no key file "${path}"`)
    expect(await Bun.file(path).exists()).toBe(false)
  })
})

describe('without a platform', () => {
  test('push keys creates no signing keys', async () => {
    const AUTH_KEYS_PATH = `${temporaryFolder()}/keys.json`
    const { code, error } = await push({ AUTH_KEYS_PATH }, 'keys', 'list')
    expect(code).toBe(1)
    expect(error).toContain(`Cannot list write keys: there is no key file "${AUTH_KEYS_PATH}"`)
    expect(await Bun.file(AUTH_KEYS_PATH).exists()).toBe(false)
  })

  test.each([['lag'], ['tail'], ['dead', 'list'], ['dead', 'show', '0:1']])(
    'push %s creates no databases, and says what to do',
    async (...words) => {
      const HOME = temporaryFolder()
      const { code, error } = await push({ HOME }, ...words)
      expect(code).toBe(1)
      expect(error).toMatch(/^Cannot read the (stream|bus): there is no database "/u)
      expect(error).toContain('Run this in the folder that holds ./data of the platform')
      expect(await Bun.file(`${HOME}/data`).exists()).toBe(false)
    },
  )

  test('push simulate says what to do', async () => {
    const { code, error } = await push({ WEB_PORT: '1' }, 'simulate')
    expect(code).toBe(1)
    expect(error).toMatch(/^Cannot reach http:\/\/127\.0\.0\.1:1: /u)
    expect(error).toContain('Is it running? Start it with: ')
  })
})

describe('with a platform', () => {
  test('push simulate walks and prints a summary; lag shows balanced books; status shows the ready stations', async () => {
    const { environment } = await startSmallPlatform()
    const words = ['simulate', '--devices', '4', '--interval', '200ms', '--duration', '1s', '--json']
    const walked = await push(environment, ...words)
    expect(walked.error).toBe('')
    expect(walked.code).toBe(0)
    const summary = JSON.parse(walked.out)
    expect(summary).toMatchObject({ devices: 4, errors: 0, leftOn: 0 })
    expect(summary.pings).toBeGreaterThan(0)

    // In addition to the pings: four subjects were written and then deactivated.
    const expected = summary.pings + 8
    const lag = async () => JSON.parse((await push(environment, 'lag', '--json')).out)
    await expect
      .poll(async () => (await lag()).streams[0].books.published, { timeout: 15_000 })
      .toBe(expected)
    const { streams, groups } = await lag()
    expect(streams).toEqual([expect.objectContaining({ stream: 1, unread: 0, pending: 0, imbalance: 0 })])
    // The groups that read this bus. Statistics does not run here.
    expect(groups.map(({ group }: { group: string }) => group)).toEqual([
      'actions',
      'matching',
      'notifications',
      'notifications-messages',
    ])
    expect(groups[0]).toMatchObject({ topic: 'push.events', end: expected })
    expect((await push(environment, 'lag')).out).toMatch(/^stream +added +published.*\nstream 1 +\d+/u)

    const status = await push(environment, 'status', '--json')
    expect(status.code).toBe(1)
    const { ready, stations } = JSON.parse(status.out) as {
      ready: boolean
      stations: { station: string; isReady: boolean }[]
    }
    expect(ready).toBe(false)
    expect(stations.filter(({ isReady }) => isReady).map(({ station }) => station)).toEqual([
      'accounts',
      'tracker',
      'enrich',
      'storage',
      'matching',
      'notifications',
      'offers',
      'actions',
    ])
    expect((await push(environment, 'status')).out).toMatch(/\nimages +NOT READY +http:/u)
  })

  test('push acts shows changes with person and result, the newest first', async () => {
    const { environment } = await startSmallPlatform()
    expect((await push(environment, 'acts')).out).toBe('at  person  station  act  on  answer  from\n')
    const made = await push(environment, 'keys', 'create', '--name', 'Shop', '--json')
    const { key } = JSON.parse(made.out) as { key: string }
    await push(environment, 'keys', 'revoke', '--yes', key)
    const words = await push(environment, 'acts')
    expect([words.code, words.error]).toEqual([0, ''])
    const row = `admin +accounts +DELETE /accounts/write-keys/:key +${key.slice(0, 10)}… +204 +127\\.0\\.0\\.0`
    expect(words.out).toMatch(new RegExp(`^at .*\\n\\S+Z +${row}\\n\\S+Z .* 201 `, 'u'))
    expect(words.out).not.toContain(key)
    const options = ['--person', 'admin', '--station', 'accounts', '--since', '2026-01-01', '--limit', '1']
    const json = JSON.parse((await push(environment, 'acts', ...options, '--json')).out)
    expect(json).toEqual({
      items: [expect.objectContaining({ method: 'DELETE', status: 204 })],
      next: json.items[0].id,
    })
    const none = JSON.parse((await push(environment, 'acts', '--person', 'olga', '--json')).out)
    expect(none).toEqual({ items: [] })
    const wrong = await push(environment, 'acts', '--since', 'yesterday')
    expect([wrong.code, wrong.out]).toEqual([2, ''])
    expect(wrong.error).toContain('Cannot list acts: "since" must be a time such as 2026-11-25')
  })

  test('push tail shows new events of the requested type until it is stopped', async () => {
    const { url, environment } = await startSmallPlatform()
    const child = startPush(environment, 'tail', '--type', 'w', '--json')
    let error = ''
    let out = ''
    const reading = Promise.all([
      child.stderr.pipeTo(new WritableStream({ write: (chunk) => void (error += Buffer.from(chunk)) })),
      child.stdout.pipeTo(new WritableStream({ write: (chunk) => void (out += Buffer.from(chunk)) })),
    ])
    await expect.poll(() => error, { timeout: 10_000 }).toContain('waiting for new records')
    await fetch(`${url}/t/x?wor=queen`)
    await fetch(`${url}/t/w?wor=king`)
    await expect.poll(() => out, { timeout: 10_000 }).toContain('\n')
    child.kill('SIGINT')
    expect(await child.exited).toBe(0)
    await reading
    const lines = out.trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toEqual([
      expect.objectContaining({ type: 'w', data: expect.objectContaining({ params: { wor: 'king' } }) }),
    ])
  })

  test('push keys creates, lists and revokes the write keys that trackers check', async () => {
    const { url, environment } = await startSmallPlatform({
      WRITE_KEYS: 'required',
      REVOKED_REFRESH_SECONDS: '1',
    })
    const verb = (...words: string[]) => push(environment, 'keys', ...words)
    const origins = ['--origin', 'https://shop.example', '--origin', 'http://localhost:5173']
    const made = await verb('create', '--name', 'Shop', ...origins, '--rate', '20', '--burst', '50', '--json')
    expect([made.code, made.error]).toEqual([0, ''])
    const shop = JSON.parse(made.out)
    expect(shop).toMatchObject({
      name: 'Shop',
      origins: ['https://shop.example', 'http://localhost:5173'],
      ratePerSecond: 20,
      burst: 50,
    })
    const phones = await verb('create', '--name', 'Phones')
    expect(phones.out).toMatch(/^wk_\S{32}\nPhones: pages of \*; 1000 events a second, 1000 at once\n$/u)
    const track = async () => (await fetch(`${url}/t/w?k=${shop.key}`)).status
    await expect.poll(track, { timeout: 10_000 }).toBe(200)
    expect((await fetch(`${url}/t/w`)).status).toBe(401)

    const refused = await verb('revoke', shop.key)
    expect([refused.code, refused.out]).toEqual([2, ''])
    const revoked = await verb('revoke', shop.key, '--yes')
    expect(revoked).toEqual({
      code: 0,
      out: `Revoked ${shop.key}: trackers reject events of its app\n`,
      error: '',
    })
    await expect.poll(track, { timeout: 10_000 }).toBe(401)

    const { keys } = JSON.parse((await verb('list', '--json')).out)
    expect(keys).toEqual([
      { ...shop, revoked: expect.any(String) },
      expect.objectContaining({ name: 'Phones' }),
    ])
    expect((await verb('list')).out).toMatch(
      /^key +id +name +rate +burst +state +origins\nwk_\S+ +\S+ +Shop +20 +50 +revoked +https:.*\nwk_\S+ +\S+ +Phones +1000 +1000 +valid +\*\n$/u,
    )

    const unknown = await verb('revoke', '--yes', `wk_${'x'.repeat(32)}`)
    expect([unknown.code, unknown.out]).toEqual([1, ''])
    expect(unknown.error).toContain('There is no such write key')
    const bad = await verb('create', '--name', 'Shop', '--origin', 'http://shop.example')
    expect(bad.code).toBe(2)
    expect(bad.error).toContain('Cannot make a write key: "origins.0" must be https://host[:port]')
  })

  test('Ctrl-C ends push simulate with its summary, and nothing stays active', async () => {
    const { environment } = await startSmallPlatform()
    const child = startPush(
      environment,
      'simulate',
      '--devices',
      '2',
      '--interval',
      '100ms',
      '--duration',
      '1h',
    )
    const lag = async () => JSON.parse((await push(environment, 'lag', '--json')).out)
    await expect
      .poll(async () => (await lag()).streams[0].books.added, { timeout: 15_000 })
      .toBeGreaterThan(4)
    child.kill('SIGINT')
    // `bun run` forwards the Ctrl-C that the terminal has already sent.
    child.kill('SIGINT')
    expect(await child.exited).toBe(0)
    const out = await new Response(child.stdout).text()
    expect(out).toMatch(/^2 phones walked for \d+\.\d s\n\d+ pings accepted/u)
    expect(out).not.toContain('could not be deactivated')
  })
})
