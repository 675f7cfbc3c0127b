import { afterAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { problemSchema } from '#lib/http/wire-schemas.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { accessRows, isDocument, requestOf } from './access-rows.ts'
import { authorizationOf, CALLERS } from './authorization-of.ts'
import { bordersOf, schemaSchema, type Json } from './borders-of.ts'
import { openApps } from './open-apps.ts'

const opened = await openApps(temporaryFolder())
afterAll(() => opened.close())

const documentSchema = z.object({
  paths: z.record(
    z.string(),
    z.record(
      z.string(),
      z.object({
        requestBody: z
          .object({ content: z.record(z.string(), z.object({ schema: schemaSchema.optional() })) })
          .optional(),
      }),
    ),
  ),
  components: z.object({ schemas: z.record(z.string(), schemaSchema).default({}) }).optional(),
})

type Row = (typeof accessRows)[number] & {
  readonly type: string
  readonly field: string
  readonly about: string
  readonly isBeyond: boolean
  readonly body: Json
}

const JSON_TYPES = ['application/json', 'application/merge-patch+json']

const rows: Row[] = []
for (const { station, route } of accessRows.filter((each) => isDocument(each.route))) {
  const response = await fetch(opened.urlOf(station) + route.replace('GET ', ''))
  const { paths, components } = documentSchema.parse(await response.json())
  const schemas = components?.schemas ?? {}
  for (const [path, operations] of Object.entries(paths)) {
    for (const [method, { requestBody }] of Object.entries(operations)) {
      const name = `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/gu, ':$1')}`
      const row = accessRows.find((each) => each.station === station && each.route === name)
      const type = JSON_TYPES.find((one) => requestBody?.content[one] !== undefined) ?? ''
      const schema = requestBody?.content[type]?.schema
      if (schema === undefined || row === undefined) continue
      for (const { path: at, value, isBeyond, about } of bordersOf(schema, schemas))
        rows.push({
          ...row,
          type,
          field: at.join('.'),
          about,
          isBeyond,
          body: value,
        })
    }
  }
}

async function problemOf({ station, route, roles, type, body }: Row) {
  const caller = CALLERS.findLast((each) => (roles as readonly string[]).includes(each))
  const { method, path } = requestOf(route)
  const response = await fetch(opened.urlOf(station) + path, {
    method,
    redirect: 'manual',
    headers: {
      'content-type': type,
      'if-match': '"1"',
      ...(caller !== undefined && {
        authorization: await authorizationOf(caller, { keys: opened.keys, audience: station }),
      }),
    },
    body: JSON.stringify(body),
  })
  const text = await response.text()
  const { code, field } = response.status === 400 ? problemSchema.parse(JSON.parse(text)) : {}
  return { status: response.status, code, field }
}

test('every border of every field of a body is tested', () => {
  expect(rows.length).toBeGreaterThan(100)
})

describe.each(rows)('$station: $route, $field', (row) => {
  test(`${row.isBeyond ? 'is refused by its name' : 'is not refused'} with ${row.about}`, async () => {
    const problem = await problemOf(row)
    expect(problem.status).toBeLessThan(500)
    const refused = { status: 400, code: 'bad_field', field: row.field }
    if (row.isBeyond) expect(problem).toEqual(refused)
    else expect(problem).not.toEqual(refused)
  })
})
