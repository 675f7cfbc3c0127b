import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { createApp } from '#lib/http/create-app.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { defineDescribedApi } from '#lib/ui/api-docs/define-described-api.tsx'

const api = defineDescribedApi({
  station: 'matching',
  document: { path: '/tests/openapi.json', description: 'A test' },
  routes: [],
})

async function ask(path: string): Promise<Response> {
  const keys = await openKeyRing(join(temporaryFolder(), 'keys.json'))
  const identifier = { keys, audience: 'matching', adminPassword: '' }
  return createApp(api, { identifier, log: quietLog, metrics: openMetrics() }, {}).request(path, {}, {})
}

test('an API has its document, a page of it and the files of the page, open to everybody', () => {
  expect(api.routes.map(({ path }) => path)).toEqual([
    '/tests/docs',
    '/tests/docs/{file}',
    '/tests/openapi.json',
  ])
  for (const { access } of api.routes) expect(access).toHaveProperty('everybody')
})

test('200: the page names its document and files that may be kept for ever; nothing is inline or from elsewhere', async () => {
  const page = await ask('/tests/docs')
  expect(page.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(page.headers.get('content-security-policy')).toMatch(
    /^default-src 'self'; .*; img-src 'self' data:$/u,
  )
  const html = await page.text()
  expect(html).toContain('data-document="/tests/openapi.json"')
  expect(html).not.toMatch(/<style|style=|<script[^>]*>[^<]|https?:/u)
  const files = [...html.matchAll(/(?:src|href)="(\/tests\/docs\/[^"]+)"/gu)].map(([, path = '']) => path)
  expect(files).toHaveLength(5)
  for (const file of files) {
    const { status, headers } = await ask(file)
    expect([status, headers.get('cache-control')]).toEqual([200, 'public, max-age=31536000, immutable'])
  }
})

test('404 for a file that is none', async () => {
  for (const file of ['api-docs.js', 'other-00000000.js', '%2e%2e%2fmanifest.json'])
    expect((await ask(`/tests/docs/${file}`)).status).toBe(404)
})
