import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { problemSchema } from '#lib/http/wire-schemas.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { accessRows, isDocument, requestOf } from './access-rows.ts'
import { authorizationOf, CALLERS } from './authorization-of.ts'
import { openApps } from './open-apps.ts'

const opened = await openApps(temporaryFolder())
afterAll(() => opened.close())

const parameter = z.object({ name: z.string(), in: z.string() })
const documentSchema = z.object({
  paths: z.record(z.string(), z.record(z.string(), z.object({ parameters: z.array(parameter).default([]) }))),
})

// The sign-in library reads the queries of its own routes.
const rows = accessRows.filter(({ route }) => !isDocument(route) && !route.includes(' /accounts/auth/'))

/** Values that are bad for every parameter. */
const STRANGE = [
  '',
  ' ',
  '0',
  '-1',
  '1e999',
  'NaN',
  '99999999999999999999',
  Array.from({ length: 501 }, (_, index) => index.toString(36)).join(','),
  Array.from({ length: 501 }, (_, index) => index.toString(36)).join(' '),
  'x'.repeat(8_000),
  '\u0000',
  '\ud800',
  "' or 1=1 --",
  '{"$ne":1}',
  '%',
  '٣',
]

const described = new Map<string, readonly string[]>()
for (const { station, route } of accessRows.filter((each) => isDocument(each.route))) {
  const response = await fetch(opened.urlOf(station) + route.replace('GET ', ''))
  const { paths } = documentSchema.parse(await response.json())
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { parameters }] of Object.entries(operations)) {
      const names = parameters.filter((each) => each.in === 'query').map(({ name }) => name)
      described.set(`${station} ${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/gu, ':$1')}`, names)
    }
  }
}
const describedRows = rows.flatMap((row) => {
  const names = described.get(`${row.station} ${row.route}`)
  return names === undefined ? [] : [{ ...row, names }]
})
const parameters = describedRows.flatMap(({ names, ...row }) => names.map((name) => ({ ...row, name })))

async function call({ station, route, roles }: (typeof rows)[number], query: string) {
  const caller = CALLERS.findLast((each) => (roles as readonly string[]).includes(each))
  const { method, path } = requestOf(route)
  return fetch(`${opened.urlOf(station)}${path}?${query}`, {
    method,
    redirect: 'manual',
    headers:
      caller === undefined
        ? {}
        : { authorization: await authorizationOf(caller, { keys: opened.keys, audience: station }) },
  })
}

async function problemOf(response: Response) {
  const { code, field } = problemSchema.parse(await response.json())
  return [response.status, code, field] as const
}

test('every parameter of a query is tested', () => {
  expect(parameters.length).toBeGreaterThan(20)
})

test.each(describedRows)('$station: $route refuses an unknown parameter and names it', async (row) => {
  expect(await problemOf(await call(row, 'nonsense=1'))).toEqual([400, 'bad_field', 'nonsense'])
})

describe.each(parameters)('$station: $route, $name', (row) => {
  test('given twice is refused and named', async () => {
    expect(await problemOf(await call(row, `${row.name}=a&${row.name}=b`))).toEqual([
      400,
      'bad_field',
      row.name,
    ])
  })

  test('with a strange value is taken, or refused and named, and never causes an internal error', async () => {
    for (const value of STRANGE) {
      const response = await call(row, new URLSearchParams({ [row.name]: value }).toString())
      expect([value, response.status]).toEqual([value, expect.toSatisfy((status: number) => status < 500)])
      if (response.status === 400) expect(problemSchema.parse(await response.json()).field).toBeDefined()
      else await response.body?.cancel()
    }
  })
})
