import { afterAll, expect, test } from 'vitest'
import { z } from 'zod'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { accessRows, isDocument } from './access-rows.ts'
import { openApps } from './open-apps.ts'

const opened = await openApps(temporaryFolder())
afterAll(() => opened.close())

const documents = accessRows.filter(({ route }) => isDocument(route))

const operation = z.object({
  summary: z.string().min(1),
  'x-roles': z.array(z.string()),
  security: z.array(z.record(z.string(), z.array(z.string()))),
})
const documentSchema = z.object({
  openapi: z.literal('3.1.0'),
  components: z.object({ securitySchemes: z.record(z.string(), z.object({ type: z.literal('http') })) }),
  paths: z.record(z.string(), z.record(z.string(), operation)),
})

const PAGES: ReadonlySet<string> = new Set([
  'GET /assets/:id/details',
  'GET /store/filter',
  'GET /unsubscribe/:token',
  'POST /unsubscribe/:token',
])

test.each(documents)('$station: $route describes every route, and who may call it', async (row) => {
  const { station, route } = row
  const response = await fetch(opened.urlOf(station) + route.replace('GET ', ''))
  expect(response.status).toBe(200)
  const { paths, components } = documentSchema.parse(await response.json())
  const described = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, { 'x-roles': roles, security }]) => {
      const schemes = security.flatMap((scheme) => Object.keys(scheme))
      expect(Object.keys(components.securitySchemes)).toEqual(expect.arrayContaining(schemes))
      expect([path, schemes.length === 0]).toEqual([path, roles.includes('public')])
      return [`${method.toUpperCase()} ${path.replaceAll(/\{(\w+)\}/gu, ':$1')}`, roles] as const
    }),
  )
  // Pages, their forms and their files are for browsers.
  const docs = route.replace('/openapi.json', '/docs')
  const isPage = (each: string) => each.includes('/public/') || each.startsWith(docs) || PAGES.has(each)
  const routes = accessRows.filter(
    (each) => each.station === station && !isDocument(each.route) && !isPage(each.route),
  )
  expect(accessRows.map((each) => each.route)).toContain(docs)
  const wanted = routes.map((each) => [each.route, each.roles] as const)
  expect(Object.fromEntries(described)).toEqual(Object.fromEntries(wanted))
})
