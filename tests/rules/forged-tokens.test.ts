import { afterAll, expect, test } from 'vitest'
import { forgeToken } from '#lib/auth/forge-token.fixture.ts'
import { forgedTokens } from '#lib/auth/forged-tokens.fixture.ts'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { closedRows, requestOf } from './access-rows.ts'
import { openApps } from './open-apps.ts'

const opened = await openApps(temporaryFolder())
const { apps, keys } = opened
const others = await openKeyRing(`${temporaryFolder()}/keys.json`)
afterAll(() => opened.close())

test.each(closedRows)('$station: $route answers 401 to every forged token', async ({ station, route }) => {
  const { method, path } = requestOf(route)
  const tokens = Object.entries(await forgedTokens(keys, others, station))
  const statusOf = async (token: string) => {
    const headers = { authorization: `Bearer ${token}` }
    return (await apps.get(station)?.fetch(new Request(`http://station${path}`, { method, headers }), {}))
      ?.status
  }
  const statuses = await Promise.all(tokens.map(async ([name, token]) => [name, await statusOf(token)]))
  expect(statuses).toEqual(tokens.map(([name]) => [name, 401]))
  // Without a forgery these tokens are accepted.
  expect(await statusOf(await forgeToken(keys, { claims: { aud: station } }))).not.toBe(401)
})
