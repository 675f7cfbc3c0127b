import { readFileSync, statSync } from 'node:fs'
import { expect, test } from 'vitest'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { prepareEnvironment } from './prepare-environment.ts'

test('if only this machine can reach the platform, the development login and the local live page are on', () => {
  const { environment } = prepareEnvironment({}, temporaryFolder())
  expect(environment).toMatchObject({ DEV_LOGIN: 'true', LIVE_PAGE: 'local' })
})

test.each([
  { HOST: '0.0.0.0' },
  { HOST: '::' },
  { HOST: '192.168.1.2' },
  { PUBLIC_URL: 'https://push.example' },
  { TRUSTED_HOPS: '1' },
  { TRUSTED_HOPS: 'many' },
  { PUBLIC_URL: 'no url' },
])('%j leaves both off', (given) => {
  const { environment } = prepareEnvironment(given, temporaryFolder())
  expect(environment).not.toHaveProperty('DEV_LOGIN')
  expect(environment).not.toHaveProperty('LIVE_PAGE')
})

test.each([
  [{}, 'http://127.0.0.1:5011', 'http://127.0.0.1:5123'],
  [{ HOST: '0.0.0.0', WEB_PORT: '8080' }, 'http://127.0.0.1:5011', 'http://127.0.0.1:8080'],
  [{ HOST: '::1', STORAGE_PORT: '9' }, 'http://[::1]:9', 'http://[::1]:5123'],
])('with %j storage is at %s and the front end at %s', (given, STORAGE_URL, PUBLIC_URL) => {
  expect(prepareEnvironment(given, temporaryFolder()).environment).toMatchObject({ STORAGE_URL, PUBLIC_URL })
})

test('given settings are not changed', () => {
  const given = { DEV_LOGIN: 'false', PUBLIC_URL: 'https://push.example.org', ADMIN_PASSWORD: '' }
  const { environment, passwordFile } = prepareEnvironment(given, temporaryFolder())
  expect(environment).toMatchObject(given)
  expect(passwordFile).toBeUndefined()
})

test('the admin password is created once, in a file that only its owner can read', () => {
  const folder = temporaryFolder()
  const { environment, passwordFile = '' } = prepareEnvironment({}, folder)
  expect(environment['ADMIN_PASSWORD']).toMatch(/^[\w-]{24}$/u)
  expect(readFileSync(passwordFile, 'utf8').trim()).toBe(environment['ADMIN_PASSWORD'])
  expect(statSync(passwordFile).mode & 0o777).toBe(0o600)
  expect(prepareEnvironment({}, folder).environment).toEqual(environment)
})
