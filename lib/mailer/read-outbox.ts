import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '#lib/errors/code-of.ts'
import { readLetter, type ReadLetter } from '#lib/mailer/read-letter.ts'

/** A mail of the outbox. */
export interface OutboxLetter extends ReadLetter {
  readonly id: string
  readonly sentAtMs: number
}

const NAME = /^([0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12})\.eml$/u

/** Reads at most `max` mails that a `file:` mailer wrote to a folder, newest first; none if the folder does not exist. */
export async function readOutbox(folder: string, max: number): Promise<OutboxLetter[]> {
  const ids = (await namesIn(folder)).flatMap((name) => NAME.exec(name)?.[1] ?? [])
  const newest = ids.toSorted().toReversed().slice(0, max)
  return Promise.all(
    newest.map(async (id) => ({
      id,
      sentAtMs: Number.parseInt(id.replaceAll('-', '').slice(0, 12), 16),
      ...readLetter(await readFile(join(folder, `${id}.eml`), 'utf8')),
    })),
  )
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder)
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  }
}
