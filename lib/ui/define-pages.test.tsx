/** @jsxImportSource preact */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { openKeyRing } from '#lib/auth/key-file.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import { defineApi } from '#lib/http/define-api.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { definePage } from '#lib/ui/define-page.ts'
import { definePages } from '#lib/ui/define-pages.ts'
import { openAssets } from '#lib/ui/open-assets.ts'
import { BUILT_HASH, writeBuild } from '#lib/ui/write-build.fixture.ts'

interface Ports {
  /** Called once when the app takes the page. */
  readonly onOpen: () => void
  readonly read: () => number | Promise<number>
}

const FILES = { 'styles.css': 'a{}', 'frame.js': 'run()', 'icon.svg': '<svg/>' }

const texts = { title: 'Count' }

const count = definePage({
  name: 'count',
  path: '/count/{of}',
  access: { everybody: 'it is a test' },
  summary: 'Shows a number',
  frame: ({ children }) => <main>{children}</main>,
  texts: { en: texts, de: texts },
  load: ({ onOpen, read }: Ports) => {
    onOpen()
    return async (c) => `${c.req.param('of')}: ${await read()}`
  },
  view: ({ data }) => <p>{data}</p>,
})

const operate = definePage({
  name: 'operate',
  path: '/operate',
  access: ['operate'],
  summary: 'Is for operators',
  frame: ({ children }) => <main>{children}</main>,
  texts: { en: texts, de: texts },
  load: ({ read }: Pick<Ports, 'read'>) => read,
  view: () => <p>secret</p>,
})

const pages = definePages<Ports>({ station: 'web', prefix: '/public', pages: [count, operate] })

async function openPages(ports: Partial<Ports> = {}): Promise<App> {
  const keys = await openKeyRing(join(temporaryFolder(), 'keys.json'))
  const identifier = { keys, audience: 'web', adminPassword: 'a-long-admin-password' }
  const options = { identifier, log: quietLog, metrics: openMetrics() }
  return createApp(defineApi({ station: 'web', routes: pages.routes }), options, {
    assets: openAssets(pages, writeBuild('web', FILES)),
    onOpen: () => undefined,
    read: () => 0,
    ...ports,
  })
}

describe('definePage()', () => {
  test('gives a route that says what was declared, and that is not in the document of the API', () => {
    expect(count).toMatchObject({
      method: 'get',
      path: '/count/{of}',
      access: { everybody: 'it is a test' },
      summary: 'Shows a number',
      isDescribed: false,
    })
  })

  test('opens the page once, and reads its data for each request', async () => {
    let opened = 0
    let value = 0
    const app = await openPages({
      onOpen: () => {
        opened += 1
      },
      read: () => {
        value += 1
        return value
      },
    })
    expect([opened, value]).toEqual([1, 0])
    expect(await (await app.request('/count/a', {}, {})).text()).toContain('<p>a: 1</p>')
    expect(await (await app.request('/count/b', {}, {})).text()).toContain('<p>b: 2</p>')
    expect([opened, value]).toEqual([1, 2])
  })

  test('waits for data that come later', async () => {
    const app = await openPages({ read: () => Promise.resolve(7) })
    expect(await (await app.request('/count/a', {}, {})).text()).toContain('<p>a: 7</p>')
  })

  test('reads no data for a reader who may not see the page', async () => {
    let isRead = false
    const app = await openPages({
      read: () => {
        isRead = true
        return 0
      },
    })
    const response = await app.request('/operate', {}, {})
    expect([response.status, isRead]).toEqual([401, false])
    expect(await response.text()).not.toContain('secret')
  })

  test('answers a problem when the data cannot be read', async () => {
    const app = await openPages({ read: () => Promise.reject(new Error('away')) })
    const response = await app.request('/count/a', {}, {})
    expect([response.status, response.headers.get('content-type')]).toEqual([500, 'application/problem+json'])
    expect(await response.text()).not.toContain('away')
  })
})

describe('definePages()', () => {
  test('adds the route of the files to those of the pages', () => {
    expect(pages).toMatchObject({ station: 'web', prefix: '/public' })
    expect(pages.routes.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'get /count/{of}',
      'get /operate',
      'get /public/{file}',
    ])
    expect(pages.routes.at(-1)?.access).toHaveProperty('everybody')
  })

  test.each([
    ['frame', 'js', 'text/javascript; charset=utf-8', 'run()'],
    ['styles', 'css', 'text/css; charset=utf-8', 'a{}'],
    ['icon', 'svg', 'image/svg+xml', '<svg/>'],
  ])('%s.%s is served as %s, to be kept for ever', async (name, extension, type, text) => {
    const app = await openPages()
    for (const method of ['GET', 'HEAD']) {
      const response = await app.request(`/public/${name}-${BUILT_HASH}.${extension}`, { method }, {})
      expect(response.status).toBe(200)
      expect(Object.fromEntries(response.headers)).toMatchObject({
        'content-type': type,
        'content-length': String(text.length),
        'cache-control': 'public, max-age=31536000, immutable',
        'x-content-type-options': 'nosniff',
      })
      if (method === 'GET') expect(await response.text()).toBe(text)
    }
  })

  test('a file of another version is served as this version has it, and is not to be kept', async () => {
    const app = await openPages()
    const response = await app.request('/public/frame-00000000.js', {}, {})
    expect([response.status, response.headers.get('cache-control')]).toEqual([200, 'no-store'])
    expect(await response.text()).toBe('run()')
  })

  test.each([
    '',
    'frame.js',
    'other-00000000.js',
    'frame-00000000.css',
    'constructor-00000000.js',
    '__proto__',
    'manifest.json',
    '..%2Fmanifest.json',
    `x%2Fframe-${BUILT_HASH}.js`,
    `frame-${BUILT_HASH}.js%00`,
    `frame-${BUILT_HASH}.js/x`,
  ])('404 for /public/%s', async (file) => {
    const response = await (await openPages()).request(`/public/${file}`, {}, {})
    expect(response.status).toBe(404)
    expect(response.headers.get('cache-control')).toBe('no-store')
  })
})
