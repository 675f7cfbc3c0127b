import { chmod, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { StartError } from '#lib/errors/start-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { describeMailer, SENDER } from '#lib/mailer/mailer-contract.ts'
import { openMailer } from '#lib/mailer/open.ts'
import { outboxFolder } from '#lib/mailer/outbox-folder.ts'
import { readOutbox } from '#lib/mailer/read-outbox.ts'
import { quietLog } from '#lib/testing/quiet-log.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

const options = { from: SENDER, log: quietLog }
const mail = { to: 'mila@example.org', subject: 'Sign in', text: 'Open this page' }

function freshUrl(): string {
  return `file:${join(temporaryFolder(), 'deep', 'outbox')}`
}

describeMailer('file', async () => {
  const url = freshUrl()
  const mailer = await openMailer(url, options)
  return {
    mailer,
    left: async () =>
      (await readOutbox(outboxFolder(url), 100))
        .toReversed()
        .map(({ from, to, subject, text }) => ({ from, to, subject, text })),
    close: () => mailer.close(),
  }
})

describe('openFileMailer()', () => {
  test('writes one complete file per mail, in a folder that only this user can read', async () => {
    const url = freshUrl()
    const mailer = await openMailer(url, options)
    await mailer.send(mail)
    const names = await readdir(outboxFolder(url))
    expect(names.filter((name) => name.endsWith('.eml'))).toHaveLength(1)
    expect(await readdir(join(outboxFolder(url), 'incoming'))).toEqual([])
    expect((await stat(outboxFolder(url))).mode & 0o777).toBe(0o700)
  })

  test('keeps the permissions of an existing folder', async () => {
    const folder = temporaryFolder()
    await chmod(folder, 0o755)
    await openMailer(`file:${folder}`, options)
    expect((await stat(folder)).mode & 0o777).toBe(0o755)
  })

  test('send() and check() fail when the folder was removed', async () => {
    const url = freshUrl()
    const mailer = await openMailer(url, options)
    await rm(outboxFolder(url), { recursive: true })
    await expect(mailer.check()).rejects.toBeInstanceOf(UnavailableError)
    await expect(mailer.send(mail)).rejects.toBeInstanceOf(UnavailableError)
  })

  test('rejects a path where no folder can be created', async () => {
    const path = join(temporaryFolder(), 'file')
    await writeFile(path, '')
    await expect(openMailer(`file:${path}`, options)).rejects.toBeInstanceOf(StartError)
  })
})

describe('readOutbox()', () => {
  test('returns the newest first, at most the given number, and ignores other files', async () => {
    const url = freshUrl()
    const mailer = await openMailer(url, options)
    const before = Date.now()
    for (const subject of ['one', 'two', 'three']) await mailer.send({ ...mail, subject })
    await writeFile(join(outboxFolder(url), 'note.eml'), 'mine')
    const letters = await readOutbox(outboxFolder(url), 2)
    expect(letters.map(({ subject }) => subject)).toEqual(['three', 'two'])
    expect(letters.every(({ sentAtMs }) => sentAtMs >= before && sentAtMs <= Date.now())).toBe(true)
  })
})
