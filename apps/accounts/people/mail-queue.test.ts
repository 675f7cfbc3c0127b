import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { openMailer } from '#lib/mailer/open.ts'
import type { Logger } from '#lib/telemetry/logger.ts'
import { openMetrics } from '#lib/telemetry/metrics.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { openMailQueue } from './mail-queue.ts'

const MAIL = { to: 'mila@example.org', subject: 'Hello', text: 'Hello' }

const write = () => Promise.resolve(MAIL)

async function openOn(folder: string) {
  const warned: string[] = []
  const log: Logger = { ...quietLog, warn: (message) => warned.push(message) }
  const mailer = await openMailer(`file:${folder}`, { from: 'no-reply@localhost', log: quietLog })
  const metrics = openMetrics()
  const limit = { admit: () => Promise.resolve(true) }
  return { queue: openMailQueue({ mailer, limit, log, metrics }), warned, mailer }
}

test('settle() resolves when all mails have left', async () => {
  const folder = join(temporaryFolder(), 'outbox')
  const { queue } = await openOn(folder)
  for (let each = 0; each < 3; each += 1) queue.add(write)
  await queue.settle()
  expect(readdirSync(folder).filter((name) => name.endsWith('.eml'))).toHaveLength(3)
})

test('a mail that cannot be sent is logged, and the queue goes on', async () => {
  const { queue, warned, mailer } = await openOn(join(temporaryFolder(), 'outbox'))
  await mailer.close()
  queue.add(write)
  await queue.settle()
  expect(warned).toEqual(['mail not sent'])
})

test('mails over the limit of the queue are dropped and logged', async () => {
  const { queue, warned } = await openOn(join(temporaryFolder(), 'outbox'))
  for (let each = 0; each < 202; each += 1) queue.add(write)
  await queue.settle()
  expect(warned).toEqual(['mail dropped', 'mail dropped'])
})
