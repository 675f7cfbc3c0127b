import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { settings } from '#lib/config/settings.ts'
import { openMailer } from '#lib/mailer/open.ts'
import { defineStation } from '#lib/station/define-station.ts'
import { runStations } from '#lib/station/run-stations.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { withOutbox } from './with-outbox.ts'

const front = defineStation({
  name: 'web',
  port: settings.WEB_PORT,
  spec: {},
  open: async () => ({
    fetch: () => new Response('the front end'),
    check: () => Promise.resolve(),
    stop: () => Promise.resolve(),
  }),
})

/** Starts a front end with an outbox; returns its address and a mailer. */
async function open(environment: Readonly<Record<string, string>> = {}) {
  const folder = temporaryFolder()
  const MAIL_URL = `file:${join(folder, 'outbox')}`
  const stations = await runStations(
    [withOutbox(front)],
    { WEB_PORT: '0', METRICS_PORT: '0', DEV_LOGIN: 'true', MAIL_URL, ...environment },
    { logTarget: join(folder, 'log') },
  )
  onTestFinished(() => stations.stop())
  const url = stations.urls.get('web') ?? ''
  return {
    url,
    get: (headers: Readonly<Record<string, string>> = {}) => fetch(`${url}/outbox`, { headers }),
    mailer: await openMailer(MAIL_URL, { from: 'Pushtech <no-reply@localhost>', log: quietLog }),
  }
}

test('shows the mails, newest first, with clickable links and escaped text', async () => {
  const { get, mailer } = await open()
  const link = 'http://127.0.0.1:5123/in?token=a&next=%2F'
  await mailer.send({ to: 'mila@example.org', subject: 'Grüße', text: `Open ${link}.` })
  await mailer.send({
    to: 'otto@example.org',
    subject: '<script>alert(1)</script>',
    text: '<img src=x> javascript:alert(1) http://a.example/"onclick="x',
  })
  const response = await get()
  const page = await response.text()
  expect(response.status).toBe(200)
  expect(response.headers.get('content-security-policy')).toContain("default-src 'self'")
  expect(response.headers.get('referrer-policy')).toBe('no-referrer')
  expect(response.headers.get('cache-control')).toBe('no-store')
  expect(page.indexOf('otto@example.org')).toBeLessThan(page.indexOf('mila@example.org'))
  expect(page).toContain('<h2>Grüße</h2>')
  expect(page).toContain(`<a href="${link.replaceAll('&', '&amp;')}" rel="noreferrer">`)
  expect(page).not.toMatch(/<script(?![^>]* src="\/public\/)|<img src=x|href="javascript/u)
  expect((page.match(/<[^>]*>/gu) ?? []).filter((tag) => tag.includes('onclick'))).toEqual([])
})

test('answers before the first mail, and leaves all other paths to the station', async () => {
  const { url, get } = await open()
  expect(await (await get()).text()).toContain('No mail yet')
  expect(await (await fetch(`${url}/outboxes`)).text()).toBe('the front end')
})

test.each([
  { host: 'evil.example' },
  { host: 'evil.example:5123' },
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { 'x-forwarded-for': '203.0.113.7' },
  { via: '1.1 proxy' },
  { 'x-real-ip': '127.0.0.1' },
])('answers 403 to %j', async (headers) => {
  const { get } = await open()
  expect((await get(headers)).status).toBe(403)
})

test('answers 405 to methods other than GET', async () => {
  const { url } = await open()
  const response = await fetch(`${url}/outbox`, { method: 'POST' })
  expect([response.status, response.headers.get('allow')]).toEqual([405, 'GET'])
})

test.each([
  { DEV_LOGIN: 'false' },
  { HOST: '0.0.0.0' },
  { PUBLIC_URL: 'https://push.example' },
  { TRUSTED_HOPS: '1' },
])('is off with %j', async (environment) => {
  const { get } = await open(environment)
  expect(await (await get()).text()).toBe('the front end')
})

test('is off when a mail server sends the mails', async () => {
  const folder = temporaryFolder()
  const stations = await runStations(
    [withOutbox(front)],
    { WEB_PORT: '0', METRICS_PORT: '0', DEV_LOGIN: 'true', MAIL_URL: 'smtp://127.0.0.1' },
    { logTarget: join(folder, 'log') },
  )
  onTestFinished(() => stations.stop())
  expect(await (await fetch(`${stations.urls.get('web')}/outbox`)).text()).toBe('the front end')
})
