import { describe, expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { signPersonToken, verifyPersonToken } from '#lib/auth/tokens.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { push } from '../run-push.fixture.ts'

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

  test('rotate adds a key of each kind and prints when they start to sign; list shows their states', async () => {
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
    expect(after[3]).toMatchObject({ signsFrom: rotation.signsFrom, retired: null })

    const words = await verb('rotate')
    expect(words.out).toMatch(/^accounts: \S{43}\nservices: \S{43}\nThey sign from \d{4}-\S+Z; /u)
    expect((await verb('list')).out).toMatch(
      /^set +kid +state +created +retired\naccounts +\S{43} +signing /u,
    )
  })

  test('no private key is ever shown', async () => {
    const { path, verb } = await aKeyFile()
    const { out } = await verb('rotate')
    const file = JSON.parse(await Bun.file(path).text()) as Record<string, { d: string }[]>
    const secrets = ['accounts', 'services'].flatMap((set) => (file[set] ?? []).map(({ d }) => d))
    const shown = out + (await verb('list')).out + (await verb('list', '--json')).out
    expect(secrets).toHaveLength(4)
    expect(secrets.filter((secret) => shown.includes(secret))).toEqual([])
  })

  test('remove requires --yes, removes the key, and keeps the last one that signs', async () => {
    const { path, verb, list } = await aKeyFile()
    const [old] = await list()
    const kid = old?.kid ?? ''
    const keys = await openKeyRing(path)
    const token = await signPersonToken(keys, { person: 'anna', role: 'person' }, 'storage')

    const needed = await verb('remove', '--yes', '--', kid)
    expect([needed.code, needed.out]).toEqual([1, ''])
    expect(needed.error).toContain('no other key of its kind can sign\nAdd another key first: ')

    await verb('rotate')
    const refused = await verb('remove', '--', kid)
    expect(refused.code).toBe(2)
    expect(refused.error).toContain('immediately invalidates everything that it signed')
    expect(await list()).toHaveLength(4)

    const removed = await verb('remove', '--yes', '--json', '--', kid)
    expect([removed.code, removed.out]).toEqual([0, `${JSON.stringify({ removed: kid })}\n`])
    expect(await verifyPersonToken(await openKeyRing(path), token, 'storage')).toBeUndefined()
    const again = await verb('remove', '--yes', '--', kid)
    expect(again.code).toBe(1)
    expect(again.error).toContain(`Cannot remove key "${kid}": there is no such key\nTo list all keys: `)
  })

  test('a lock that is never released is reported with a hint', { timeout: 20_000 }, async () => {
    const { path, verb } = await aKeyFile()
    await Bun.write(`${path}.lock`, 'pid 4711 on elsewhere\n')
    const { code, error } = await verb('rotate')
    expect(code).toBe(1)
    expect(error).toContain(
      `"${path}.lock" is held by pid 4711 on elsewhere; if no such process runs, delete the lock file\nTry again.\n`,
    )
  })

  test.each([['list'], ['rotate'], ['remove', '--yes', 'k']])('%s makes no key file', async (...words) => {
    const path = `${temporaryFolder()}/keys.json`
    const { code, error } = await push({ AUTH_KEYS_PATH: path }, 'signing-keys', ...words)
    expect(code).toBe(1)
    expect(error).toContain(`there is no key file "${path}"`)
    expect(await Bun.file(path).exists()).toBe(false)
  })
})
