import { afterAll, beforeEach, expect, test } from 'vitest'
import { newId } from '#lib/ids/new-id.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { accessRows } from './access-rows.ts'
import { openApps } from './open-apps.ts'
import { openTown, type Call, type Resident } from './open-town.ts'
import { strangers } from './strangers.ts'

const opened = await openApps(temporaryFolder())
const town = openTown(opened)
afterAll(() => opened.close())

const anna = await town.furnish(await town.signUp())
let ben: Resident
let before: unknown

beforeEach(async () => {
  ben = await town.furnish({ person: newId(), session: 'none', email: 'ben@example.org', password: 'none' })
  before = await town.thingsOf(anna)
})

const rows = Object.entries(strangers).map(([name, row]) => {
  const [station = '', method = '', path = ''] = name.split(' ')
  return { ...row, name, station: station as (typeof accessRows)[number]['station'], method, path }
})

/** Signs Ben up if the route needs an account. */
async function moveIn({ path }: (typeof rows)[number]): Promise<void> {
  if (/^\/accounts\/(?:auth|people|tokens)/u.test(path)) ben = await town.furnish(await town.signUp())
}

/** Calls as Ben, and checks that the answer has no secrets of Anna and that her data is unchanged. */
async function call({ station, method }: (typeof rows)[number], asked: Call): Promise<Response> {
  const response = await town.call(station, method, { ...asked, as: ben })
  const answer = await textOf(response)
  const said = asked.path + JSON.stringify(asked.json ?? {})
  expect(anna.secrets.filter((secret) => answer.includes(secret) && !said.includes(secret))).toEqual([])
  expect(await town.thingsOf(anna)).toEqual(before)
  return response
}

/** The text of an answer; of a stream, which never ends, its first part. */
async function textOf(response: Response): Promise<string> {
  if (response.headers.get('content-type')?.startsWith('text/event-stream') !== true)
    return Buffer.from(await response.clone().arrayBuffer()).toString('latin1')
  const reader = response.body?.getReader()
  const part = await reader?.read()
  await reader?.cancel()
  return Buffer.from(part?.value ?? []).toString('latin1')
}

test('each route that a person may call is in the list', () => {
  const known = new Set(rows.map(({ name }) => name))
  const named = accessRows
    .filter(({ roles }) => roles.includes('person'))
    .map(({ station, route }) => `${station} ${route}`)
  expect(named.filter((name) => !known.has(name))).toEqual([])
})

test.each(rows)('$name: succeeds for Ben with his own things', async (row) => {
  await moveIn(row)
  expect((await call(row, await row.own(ben))).status).toBeLessThan(400)
})

test.each(rows.filter(({ attempts }) => attempts !== undefined))(
  "$name: does nothing for Ben with Anna's things",
  async (row) => {
    await moveIn(row)
    for (const { status, ...asked } of row.attempts?.(anna, ben) ?? []) {
      expect([asked.path, (await call(row, asked)).status]).toEqual([asked.path, status])
    }
  },
)

test.each(rows)(
  "$name: does nothing in Anna's name if Ben writes it into query, headers or body",
  async (row) => {
    await moveIn(row)
    const { path, json, body, headers } = await row.own(ben)
    const forged = { owner: anna.person, person: anna.person, user: anna.person, userId: anna.person }
    const inQuery = `${path}${path.includes('?') ? '&' : '?'}${new URLSearchParams(forged).toString()}`
    await call(row, {
      path: inQuery,
      ...(json && { json }),
      ...(body && { body }),
      ...(headers && { headers }),
    })
    const inHeaders = {
      ...headers,
      'x-person': anna.person,
      'x-user': anna.person,
      'x-forwarded-user': anna.person,
    }
    const inBody = { ...json, ...forged, id: anna.open.offers, role: 'admin', sub: anna.person }
    await call(row, {
      path,
      headers: inHeaders,
      ...(body ? { body } : row.method === 'GET' ? {} : { json: inBody }),
    })
  },
)

test("Anna's password is unchanged", async () => {
  expect(await opened.accounts.isPassword(anna.person, anna.password)).toBe(true)
})
