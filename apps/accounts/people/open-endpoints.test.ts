import { betterAuth } from 'better-auth'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { z } from 'zod'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { openPeopleDatabase } from '#lib/store/open.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { AUTH_ENDPOINTS } from './auth-endpoints.ts'
import { AUTH_PATH, authOptions } from './auth-options.ts'
import { countedPasswords } from './counted-passwords.ts'
import { openPeopleWorld } from './open-people-world.fixture.ts'
import { passwordPlugin } from './password-plugin.ts'

const ORIGIN = 'https://push.example.org'

/** The paths of all endpoints of the sign-in library, and of our own. */
async function endpoints() {
  const folder = temporaryFolder()
  const people = await openPeopleDatabase(`sqlite:${folder}/store.db`)
  onTestFinished(() => people.close())
  const passwords = countedPasswords(openMetrics())
  const plugin = passwordPlugin({
    keys: await openKeyRing(join(folder, 'keys.json')),
    publicOrigin: ORIGIN,
    mails: { add: () => undefined },
    passwords,
    ender: { one: () => Promise.resolve(), all: (_, change) => change() },
  })
  const auth = betterAuth(
    authOptions({
      database: people.database,
      secret: 'a secret for tests, long enough',
      publicOrigin: ORIGIN,
      passwords,
      plugin,
      onSessionEnd: () => Promise.resolve(),
      log: quietLog,
    }),
  )
  const pathsOf = (all: object) =>
    Object.values(all).flatMap(({ path }: { path?: unknown }) => (typeof path === 'string' ? [path] : []))
  return { all: pathsOf(auth.api), ours: pathsOf(plugin.endpoints ?? {}) }
}

test('only the listed endpoints of the library are open', async () => {
  const world = await openPeopleWorld()
  const { all } = await endpoints()
  const open = new Set(AUTH_ENDPOINTS.map(({ path }) => path))
  const others = all.filter((path) => !open.has(path))
  expect(others).toEqual(
    expect.arrayContaining(['/verify-password', '/delete-user', '/change-email', '/update-user']),
  )
  for (const path of others) {
    for (const method of ['GET', 'POST']) {
      const answer = await world.call(`${method} ${AUTH_PATH}${path.replaceAll(/:\w+/gu, 'x')}`, {
        ...(method === 'POST' && { json: {} }),
      })
      expect([method, path, answer.status]).toEqual([method, path, 404])
    }
  }
})

test('we replace every endpoint of the library that takes a password or sends a link', async () => {
  const { all, ours } = await endpoints()
  const taking = AUTH_ENDPOINTS.filter(
    ({ body }) =>
      body instanceof z.ZodObject &&
      Object.keys(body.shape).some((field) => /password|email|code/iu.test(field)),
  )
  expect([...taking.map(({ path }) => path), '/verify-email'].toSorted()).toEqual(ours.toSorted())
  for (const path of ours) expect(all.filter((each) => each === path)).toHaveLength(1)
})
