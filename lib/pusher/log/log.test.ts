import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openLogPusher } from '#lib/pusher/log/send.ts'
import { aPushMessage, describePusher } from '#lib/pusher/pusher-contract.ts'
import { aPusherContext } from '#lib/pusher/a-pusher-context.fixture.ts'
import { openPushers } from '#lib/pusher/open.ts'
import { newId } from '#lib/ids/new-id.ts'
import { openLogger } from '#lib/telemetry/open-logger.ts'

const folder = mkdtempSync(join(tmpdir(), 'push-log-'))
afterAll(() => rmSync(folder, { recursive: true }))

function temporaryLog() {
  const path = join(folder, `${newId()}.log`)
  const log = openLogger('info', path)
  const text = () => readFileSync(path, 'utf8')
  const lines = () =>
    text()
      .trim()
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line))
  return { log, text, lines }
}

describePusher(
  'log',
  async () => {
    const { log, lines } = temporaryLog()
    return {
      pusher: openLogPusher(log),
      shownOn: (subscription) => lines().filter((line) => line.subscription === subscription).length,
      close: async () => {},
    }
  },
  { cannot: { showOnce: 'a line once written stays written' } },
)

describe('openLogPusher()', () => {
  test('writes one line with ids, without the texts', async () => {
    const { log, text, lines } = temporaryLog()
    const message = aPushMessage({ title: 'Secret wish', body: 'Very secret' })
    await openLogPusher(log).send(message)
    expect(lines()).toMatchObject([
      { level: 'info', msg: 'push', idempotencyKey: message.idempotencyKey, webUrl: message.webUrl },
    ])
    expect(text()).not.toMatch(/secret/iu)
  })
})

describe('openPushers()', () => {
  const { log } = temporaryLog()

  test('opens log: without a key', async () => {
    const pushers = await openPushers(['log:'], aPusherContext({ log }))
    expect(pushers.map(({ channel }) => channel)).toEqual(['log'])
  })

  test('rejects a channel that is named twice', async () => {
    await expect(openPushers(['log:', 'log:'], aPusherContext({ log }))).rejects.toMatchObject({
      name: 'StartError',
      message: 'Cannot open push channels: "log" is named twice',
      hint: expect.stringContaining('PUSH_CHANNELS'),
    })
  })

  test.each(['pigeon://loft', 'no url'])('rejects %s', async (url) => {
    await expect(openPushers(['log:', url], aPusherContext({ log }))).rejects.toMatchObject({
      name: 'StartError',
      message: expect.stringMatching(/^Cannot open push channel/u),
      hint: expect.stringContaining('PUSH_CHANNELS'),
    })
  })
})
