import { expect, test } from 'vitest'
import { accessTable } from '#lib/auth/access-table.ts'
import { openWorld } from '../open-world.fixture.ts'

interface Description {
  readonly openapi: string
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly summary?: string }>>>>
}

test('200: every route of the access table is described, and no other', async () => {
  const response = await (await openWorld()).call('GET /store/openapi.json')
  expect(response.status).toBe(200)
  const { openapi, paths } = (await response.json()) as Description
  expect(openapi).toBe('3.1.0')
  const described = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { summary }]) => {
      expect(summary).toMatch(/\w/u)
      return `${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/gu, ':$1')}`
    }),
  )
  const routes = Object.keys(accessTable.storage).filter((route) => route !== 'GET /store/openapi.json')
  expect(described.toSorted()).toEqual(routes.toSorted())
})
