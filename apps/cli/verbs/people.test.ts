import { describe, expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { verifyPersonToken } from '#lib/auth/tokens.ts'
import type { Environment } from '#lib/config/read-config.ts'
import { readOutbox } from '#lib/mailer/read-outbox.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { startSmallPlatform } from '../platform.fixture.ts'
import { push } from '../run-push.fixture.ts'

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

  test('gives and removes a role with the keys of this machine, and prints text or JSON', async () => {
    const { environment, roleOfMila } = await aPlatformWithMila()
    expect(await roleOfMila()).toBe('person')
    const given = await push(environment, 'people', 'role', 'MILA@example.org', 'operate')
    expect([given.code, given.out, given.error]).toEqual([
      0,
      'MILA@example.org now has the role "operate"\n',
      '',
    ])
    expect(await roleOfMila()).toBe('operate')
    const taken = await push(environment, 'people', 'role', MILA.email, 'person', '--json')
    expect([taken.code, JSON.parse(taken.out)]).toEqual([0, { email: MILA.email, role: 'person' }])
    expect(await roleOfMila()).toBe('person')
  })

  test('uses ADMIN_PASSWORD if it is set, and then needs no keys', async () => {
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

  test('fails when nobody has the address, and when accounts is not available', async () => {
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
