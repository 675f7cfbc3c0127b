import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { linkTo } from '../browser/mail-links.ts'
import { startPlatform } from '../builders/start-platform.ts'
import { until } from '../builders/until.ts'
import { openFirefox } from './open-firefox.ts'
import { servePushService } from './serve-push-service.ts'

/**
 * Shows a push in a real Firefox: `xvfb-run -a bun run try:firefox [path of Firefox]`. A person signs in and lets the browser ring; a
 * test push goes through our Web Push and a push service of ours to the service worker, which shows it. Exits with 1 if it does not.
 */

const COMMAND = process.argv[2] ?? 'firefox-esr'
const NINA = { email: 'nina@example.org', password: 'correct horse battery' }

const folder = mkdtempSync(join(tmpdir(), 'pushtech-try-'))
const service = servePushService()
const platform = await startPlatform({
  folder,
  environment: { PUSH_CHANNELS: 'log:,webpush:', PUSH_ORIGINS: service.url },
})
const firefox = await openFirefox([COMMAND], {
  // Controlled browsers connect to no push service otherwise.
  'remote.prefs.recommended': false,
  'dom.push.connection.enabled': true,
  'dom.push.serverURL': service.socketUrl,
  'dom.push.testing.allowInsecureServerURL': true,
  'permissions.default.desktop-notification': 1,
  // Firefox itself shows notifications: there may be no desktop that does.
  'alerts.useSystemBackend': false,
  'datareporting.policy.dataSubmissionEnabled': false,
})

/** Calls accounts from the open page, whose cookies the answer sets. */
async function post(path: string, body: object): Promise<void> {
  const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
  const status = await firefox.evaluate(
    `fetch(${JSON.stringify(path)}, ${JSON.stringify(init)}).then(({ status }) => status)`,
  )
  if (status !== 200) throw new Error(`Cannot call ${path}: the answer was ${String(status)}`)
}

/** Waits for a state of the button that lets the browser ring. */
async function reach(state: string): Promise<void> {
  const now = () => firefox.evaluate(`document.querySelector('#ring-state')?.dataset.state`)
  try {
    await until(`the button is "${state}"`, async () => (await now()) === state)
  } catch (error) {
    throw new Error(`The button is "${String(await now())}"`, { cause: error })
  }
}

const say = (line: string) => process.stdout.write(`${line}\n`)

let isShown = false
try {
  say(`Firefox ${firefox.version}`)
  await firefox.goTo(`${platform.url}/sign-in`)
  await post('/accounts/auth/sign-up/email', NINA)
  await fetch(await linkTo(join(folder, 'data', 'outbox'), NINA.email))
  await post('/accounts/auth/sign-in/email', NINA)
  await firefox.goTo(`${platform.url}/devices`)
  await until(
    'the button is there',
    async () => (await firefox.evaluate(`document.querySelector('#ring-browser') !== null`)) === true,
  )
  await firefox.evaluate(`document.querySelector('#ring-browser').click()`)
  await reach('rings')
  say('It is subscribed, and registered with the platform')
  await firefox.evaluate(`document.querySelector('#ring-test').click()`)
  await reach('tested')
  const list = `navigator.serviceWorker.ready.then((found) => found.getNotifications()).then((all) => all.map(({ title, body }) => ({ title, body })))`
  await until(
    'the notification is shown',
    async () => ((await firefox.evaluate(list)) as object[]).length === 1,
  )
  say(`The service worker shows ${JSON.stringify(await firefox.evaluate(list))}`)
  await until('Firefox confirmed it', () => service.counts.confirmed === service.counts.sent)
  say(`${service.counts.sent} message was sent, and ${service.counts.confirmed} confirmed`)
  isShown = true
} catch (error) {
  process.stderr.write(`${Bun.inspect(error)}\n`)
}
await firefox.close()
await platform.stop()
await service.stop()
rmSync(folder, { recursive: true, force: true })
process.exit(isShown ? 0 : 1)
