import { describe, expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, verifyPersonToken, verifyServiceToken } from '#lib/auth/tokens.ts'
import { processEnvironment } from '#lib/config/process-environment.ts'
import type { Environment } from '#lib/config/read-config.ts'
import { readOutbox } from '#lib/mailer/read-outbox.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { startSmallPlatform } from './platform.fixture.ts'

const MAIN = new URL('main.ts', import.meta.url).pathname
const VERBS = [
  'simulate',
  'status',
  'lag',
  'tail',
  'token',
  'people',
  'signing-keys',
  'keys',
  'acts',
  'run',
  'engines',
]

interface Ended {
  readonly code: number
  readonly out: string
  readonly error: string
}

function start(environment: Environment, ...words: string[]) {
  return Bun.spawn([process.execPath, MAIN, ...words], {
    // Not here: a .env of whoever runs the tests is not for the tests.
    cwd: environment['HOME'] ?? temporaryFolder(),
    env: { PATH: processEnvironment()['PATH'], ...environment },
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: 'pipe',
  })
}

async function push(environment: Environment, ...words: string[]): Promise<Ended> {
  const child = start(environment, ...words)
  const [out, error, code] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
    child.exited,
  ])
  return { code, out, error }
}

describe('push --help', () => {
  test('lists every verb, with examples', async () => {
    const { code, out } = await push({}, '--help')
    expect(code).toBe(0)
    for (const verb of VERBS) expect(out).toContain(`\n  ${verb} `)
    expect(out).toContain('\nExamples:\n')
  })

  test.each([
    ...VERBS.map((verb) => [verb]),
    ['token', 'person'],
    ['token', 'service'],
    ['people', 'role'],
    ['signing-keys', 'list'],
    ['signing-keys', 'rotate'],
    ['signing-keys', 'remove'],
    ['keys', 'create'],
    ['keys', 'list'],
    ['keys', 'revoke'],
    ['engines', 'up'],
    ['engines', 'down'],
    ['engines', 'status'],
  ])('%s %s shows examples that can be pasted', async (...words) => {
    const verb = words.filter((word) => word !== undefined)
    const { code, out } = await push({}, ...verb, '--help')
    expect(code).toBe(0)
    expect(out).toMatch(/\nExamples?:\n/u)
    expect(out).toContain(`npx bun run push ${verb.join(' ')}`)
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
    [['token', 'service', 'demo', '--audience', 'moon'], 'Allowed choices are accounts'],
    [['people', 'role', 'mila@example.org'], "missing required argument 'role'"],
    [['people', 'role', 'mila@example.org', 'king'], 'Allowed choices are person, operate, admin'],
    [['signing-keys', 'remove'], "missing required argument 'kid'"],
    [['signing-keys', 'remove', 'some-key'], 'say --yes if you mean it'],
    [['signing-keys', 'rotate', '--yes'], "unknown option '--yes'"],
    [['acts', '--station', 'moon'], 'Allowed choices are accounts'],
    [['acts', '--limit', '1001'], 'It must be a whole number from 1 to 1000.'],
    [['keys', 'create'], "required option '--name <name>' not specified"],
    [['keys', 'create', '--name', 'Shop', '--rate', '0'], 'It must be a whole number from 1 to 1000000.'],
    [['keys', 'revoke'], "missing required argument 'key'"],
    [['keys', 'revoke', 'wk_1'], 'say --yes if you mean it'],
  ])('%j', async (words, reason) => {
    const { code, out, error } = await push({}, ...words)
    expect(code).toBe(2)
    expect(error).toContain(reason)
    expect(out).toBe('')
  })

  test('nothing at all shows the help', async () => {
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

  test('signs for a person, with the role that is asked for', async () => {
    const keys = await openKeyRing(AUTH_KEYS_PATH)
    const { code, out } = await push({ AUTH_KEYS_PATH }, 'token', 'person', 'anna', '--audience', 'storage')
    expect(code).toBe(0)
    expect(await verifyPersonToken(keys, out.trim(), 'storage')).toEqual({ person: 'anna', role: 'person' })
    expect(await verifyPersonToken(keys, out.trim(), 'images')).toBeUndefined()
    const words = ['token', 'person', 'olga', '--audience', 'kafidx', '--role', 'operate', '--json']
    const answer = JSON.parse((await push({ AUTH_KEYS_PATH }, ...words)).out)
    expect(answer.expires_in).toBe(300)
    expect(await verifyPersonToken(keys, answer.token, 'kafidx')).toEqual({ person: 'olga', role: 'operate' })
  })

  test('signs for a service', async () => {
    const keys = await openKeyRing(AUTH_KEYS_PATH)
    const words = ['token', 'service', 'demo', '--audience', 'tracker']
    const { out } = await push({ AUTH_KEYS_PATH }, ...words)
    expect(await verifyServiceToken(keys, out.trim(), 'tracker')).toBe('demo')
    expect(await verifyPersonToken(keys, out.trim(), 'tracker')).toBeUndefined()
  })

  test('makes no keys: those would be keys no station knows', async () => {
    const path = `${temporaryFolder()}/keys.json`
    const words = ['token', 'service', 'demo', '--audience', 'tracker']
    const { code, error } = await push({ AUTH_KEYS_PATH: path }, ...words)
    expect(code).toBe(1)
    expect(error).toContain(`Cannot sign: there is no key file "${path}"`)
    expect(await Bun.file(path).exists()).toBe(false)
  })
})

describe('push signing-keys', () => {
  interface Listed {
    readonly set: string
    readonly kid: string
    readonly state: string
  }

  async function aKeyFile() {
    const path = `${temporaryFolder()}/keys.json`
    await openKeyRing(path)
    const verb = (...words: string[]) => push({ AUTH_KEYS_PATH: path }, 'signing-keys', ...words)
    const list = async () => (JSON.parse((await verb('list', '--json')).out) as { keys: Listed[] }).keys
    return { path, verb, list }
  }

  test('rotate adds a key of each kind, and says from when they sign; list tells them apart', async () => {
    const { verb, list } = await aKeyFile()
    const before = await list()
    expect(before.map(({ set, state }) => [set, state])).toEqual([
      ['accounts', 'signing'],
      ['services', 'signing'],
    ])
    const { code, out } = await verb('rotate', '--json')
    expect(code).toBe(0)
    const rotation = JSON.parse(out)
    const after = await list()
    expect(after.map(({ set, kid, state }) => [set, kid, state])).toEqual([
      ['accounts', before[0]?.kid, 'signing'],
      ['accounts', rotation.accounts, 'next'],
      ['services', before[1]?.kid, 'signing'],
      ['services', rotation.services, 'next'],
    ])
    expect(after[3]).toMatchObject({ signs_from: rotation.signs_from, retired: null })

    const words = await verb('rotate')
    expect(words.out).toMatch(/^accounts: \S{43}\nservices: \S{43}\nThey sign from \d{4}-\S+Z; /u)
    expect((await verb('list')).out).toMatch(
      /^set +kid +state +created +retired\naccounts +\S{43} +signing /u,
    )
  })

  test('no private half is ever shown', async () => {
    const { path, verb } = await aKeyFile()
    const { out } = await verb('rotate')
    const file = JSON.parse(await Bun.file(path).text()) as Record<string, { d: string }[]>
    const secrets = ['accounts', 'services'].flatMap((set) => (file[set] ?? []).map(({ d }) => d))
    const shown = out + (await verb('list')).out + (await verb('list', '--json')).out
    expect(secrets).toHaveLength(4)
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([])
  })

  test('remove wants --yes, takes the key away, and keeps the last one that signs', async () => {
    const { path, verb, list } = await aKeyFile()
    const [old] = await list()
    const kid = old?.kid ?? ''
    const keys = await openKeyRing(path)
    const token = await signPersonToken(keys, { person: 'anna', role: 'person' }, 'storage')

    const needed = await verb('remove', '--yes', '--', kid)
    expect([needed.code, needed.out]).toEqual([1, ''])
    expect(needed.error).toContain('no other key of its kind can sign\nAdd another one first: ')

    await verb('rotate')
    const refused = await verb('remove', '--', kid)
    expect(refused.code).toBe(2)
    expect(refused.error).toContain('voids at once all that it signed')
    expect(await list()).toHaveLength(4)

    const removed = await verb('remove', '--yes', '--json', '--', kid)
    expect([removed.code, removed.out]).toEqual([0, `${JSON.stringify({ removed: kid })}\n`])
    expect(await verifyPersonToken(await openKeyRing(path), token, 'storage')).toBeUndefined()
    const again = await verb('remove', '--yes', '--', kid)
    expect(again.code).toBe(1)
    expect(again.error).toContain(`Cannot remove key "${kid}": there is no such key\nThe keys there are: `)
  })

  test('a lock that nobody gives back is told with what to do about it', { timeout: 20_000 }, async () => {
    const { path, verb } = await aKeyFile()
    await Bun.write(`${path}.lock`, 'pid 4711 on elsewhere\n')
    const { code, error } = await verb('rotate')
    expect(code).toBe(1)
    expect(error).toContain(`"${path}.lock" is held by pid 4711 on elsewhere\nTry again.`)
  })

  test.each([['list'], ['rotate'], ['remove', '--yes', 'k']])('%s makes no key file', async (...words) => {
    const path = `${temporaryFolder()}/keys.json`
    const { code, error } = await push({ AUTH_KEYS_PATH: path }, 'signing-keys', ...words)
    expect(code).toBe(1)
    expect(error).toContain(`there is no key file "${path}"`)
    expect(await Bun.file(path).exists()).toBe(false)
  })
})

describe('without a platform', () => {
  test('push keys makes no signing keys', async () => {
    const AUTH_KEYS_PATH = `${temporaryFolder()}/keys.json`
    const { code, error } = await push({ AUTH_KEYS_PATH }, 'keys', 'list')
    expect(code).toBe(1)
    expect(error).toContain(`Cannot list write keys: there is no key file "${AUTH_KEYS_PATH}"`)
    expect(await Bun.file(AUTH_KEYS_PATH).exists()).toBe(false)
  })

  test.each([['lag'], ['tail']])('push %s makes no databases, and says what to do', async (verb) => {
    const HOME = temporaryFolder()
    const { code, error } = await push({ HOME }, verb)
    expect(code).toBe(1)
    expect(error).toMatch(/^Cannot read the (stream|bus): there is no database "/u)
    expect(error).toContain('Run this where the platform has its ./data')
    expect(await Bun.file(`${HOME}/data`).exists()).toBe(false)
  })

  test('push simulate says what to do', async () => {
    const { code, error } = await push({ WEB_PORT: '1' }, 'simulate')
    expect(code).toBe(1)
    expect(error).toMatch(/^Cannot reach http:\/\/127\.0\.0\.1:1: /u)
    expect(error).toContain('Is it running? Start it with: ')
  })
})

describe('push people role', () => {
  const MILA = { email: 'mila@example.org', password: 'correct horse battery' }

  async function aPlatformWithMila(settings: Environment = {}) {
    const outbox = temporaryFolder()
    const { url, environment } = await startSmallPlatform({ MAIL_URL: `file:${outbox}`, ...settings })
    const post = (path: string, json: unknown, headers = {}) =>
      fetch(url + path, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body: JSON.stringify(json),
      })
    await post('/accounts/auth/sign-up/email', MILA)
    await expect.poll(async () => (await readOutbox(outbox, 1)).length).toBe(1)
    const [mail] = await readOutbox(outbox, 1)
    const link = new URL(/http\S+/u.exec(mail?.text ?? '')?.[0] ?? '')
    await fetch(url + link.pathname + link.search, { redirect: 'manual' })
    const roleOfMila = async () => {
      const { token: session } = await (await post('/accounts/auth/sign-in/email', MILA)).json()
      const asked = await post('/accounts/tokens', { audience: 'actions' }, { 'x-session-token': session })
      const keys = await openKeyRing(environment['AUTH_KEYS_PATH'] ?? '')
      return (await verifyPersonToken(keys, (await asked.json()).token, 'actions'))?.role
    }
    return { environment, roleOfMila }
  }

  test('gives and takes a role with the keys of this machine, as words and as JSON', async () => {
    const { environment, roleOfMila } = await aPlatformWithMila()
    expect(await roleOfMila()).toBe('person')
    const given = await push(environment, 'people', 'role', 'MILA@example.org', 'operate')
    expect([given.code, given.out, given.error]).toEqual([
      0,
      'MILA@example.org has the role "operate" now\n',
      '',
    ])
    expect(await roleOfMila()).toBe('operate')
    const taken = await push(environment, 'people', 'role', MILA.email, 'person', '--json')
    expect([taken.code, JSON.parse(taken.out)]).toEqual([0, { email: MILA.email, role: 'person' }])
    expect(await roleOfMila()).toBe('person')
  })

  test('takes the admin’s password where it is set, and needs no keys then', async () => {
    const ADMIN_PASSWORD = 'a-long-admin-password'
    const { environment, roleOfMila } = await aPlatformWithMila({ ADMIN_PASSWORD })
    const elsewhere = { ACCOUNTS_URL: environment['ACCOUNTS_URL'], AUTH_KEYS_PATH: '/nowhere/keys.json' }
    const words = ['people', 'role', MILA.email, 'admin']
    const right = await push({ ...elsewhere, ADMIN_PASSWORD }, ...words)
    expect([right.error, right.code]).toEqual(['', 0])
    expect(await roleOfMila()).toBe('admin')
    const wrong = await push({ ...elsewhere, ADMIN_PASSWORD: 'some-other-long-password' }, ...words)
    expect([wrong.code, wrong.out]).toEqual([1, ''])
    expect(wrong.error).toContain('Cannot give "mila@example.org" the role "admin": The Authorization header')
    const without = await push(elsewhere, ...words)
    expect(without.code).toBe(1)
    expect(without.error).toContain('there is no key file "/nowhere/keys.json"')
  })

  test('says so when nobody has the address, and when accounts is away', async () => {
    const { environment } = await aPlatformWithMila()
    const nobody = await push(environment, 'people', 'role', 'otto@example.org', 'operate')
    expect([nobody.code, nobody.out]).toEqual([1, ''])
    expect(nobody.error).toContain(
      'Cannot give "otto@example.org" the role "operate": There is no such person',
    )
    const away = { ...environment, ACCOUNTS_URL: 'http://127.0.0.1:1' }
    const unreached = await push(away, 'people', 'role', MILA.email, 'operate')
    expect(unreached.code).toBe(1)
    expect(unreached.error).toContain('Cannot reach http://127.0.0.1:1: ')
  })
})

describe('with a platform', () => {
  test('push simulate walks and tells how it went; lag shows it all in balance; status what is ready', async () => {
    const { environment } = await startSmallPlatform()
    const words = ['simulate', '--devices', '4', '--interval', '200ms', '--duration', '1s', '--json']
    const walked = await push(environment, ...words)
    expect(walked.error).toBe('')
    expect(walked.code).toBe(0)
    const summary = JSON.parse(walked.out)
    expect(summary).toMatchObject({ devices: 4, errors: 0, leftOn: 0 })
    expect(summary.pings).toBeGreaterThan(0)

    // Beside the pings: four subjects were written, and switched off.
    const expected = summary.pings + 8
    const lag = async () => JSON.parse((await push(environment, 'lag', '--json')).out)
    await expect
      .poll(async () => (await lag()).streams[0].books.published, { timeout: 15_000 })
      .toBe(expected)
    const { streams, groups } = await lag()
    expect(streams).toEqual([expect.objectContaining({ stream: 1, unread: 0, pending: 0, imbalance: 0 })])
    // Statistics does not run here: to it, all of the bus is new.
    expect(groups).toContainEqual({
      group: 'statistics',
      topic: 'push.events',
      committed: 0,
      end: expected,
      lag: expected,
    })
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

  test('push acts shows what was changed, by whom and how it ended, the newest first', async () => {
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
    expect([wrong.code, wrong.out]).toEqual([1, ''])
    expect(wrong.error).toContain('Cannot list acts: "since" must be a time such as 2026-11-25')
  })

  test('push tail shows what comes by from now on, of the type asked for, until it is stopped', async () => {
    const { url, environment } = await startSmallPlatform()
    const child = start(environment, 'tail', '--type', 'w', '--json')
    let error = ''
    let out = ''
    const reading = Promise.all([
      child.stderr.pipeTo(new WritableStream({ write: (chunk) => void (error += Buffer.from(chunk)) })),
      child.stdout.pipeTo(new WritableStream({ write: (chunk) => void (out += Buffer.from(chunk)) })),
    ])
    await expect.poll(() => error, { timeout: 10_000 }).toContain('waiting for events')
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

  test('push keys makes, lists and revokes the write keys that trackers look at', async () => {
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
      out: `Revoked ${shop.key}: what its app sends is refused\n`,
      error: '',
    })
    await expect.poll(track, { timeout: 10_000 }).toBe(401)

    const { keys } = JSON.parse((await verb('list', '--json')).out)
    expect(keys).toEqual([
      { ...shop, revoked: expect.any(String) },
      expect.objectContaining({ name: 'Phones' }),
    ])
    expect((await verb('list')).out).toMatch(
      /^key +id +name +rate +burst +state +origins\nwk_\S+ +\S+ +Shop +20 +50 +revoked +https:.*\nwk_\S+ +\S+ +Phones +1000 +1000 +good +\*\n$/u,
    )

    const unknown = await verb('revoke', '--yes', `wk_${'x'.repeat(32)}`)
    expect([unknown.code, unknown.out]).toEqual([1, ''])
    expect(unknown.error).toContain('There is no such write key')
    const bad = await verb('create', '--name', 'Shop', '--origin', 'http://shop.example')
    expect(bad.code).toBe(1)
    expect(bad.error).toContain('Cannot make a write key: "origins.0" must be https://host[:port]')
  })

  test('Ctrl-C ends push simulate with its summary, and nothing is left on', async () => {
    const { environment } = await startSmallPlatform()
    const child = start(environment, 'simulate', '--devices', '2', '--interval', '100ms', '--duration', '1h')
    const lag = async () => JSON.parse((await push(environment, 'lag', '--json')).out)
    await expect
      .poll(async () => (await lag()).streams[0].books.added, { timeout: 15_000 })
      .toBeGreaterThan(4)
    child.kill('SIGINT')
    expect(await child.exited).toBe(0)
    const out = await new Response(child.stdout).text()
    expect(out).toMatch(/^2 phones walked for \d+\.\d s\n\d+ pings accepted/u)
    expect(out).not.toContain('could not be switched off')
  })
})
