import { readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

const LEFT_BEHIND_MS = 3_600_000

/** Removes files that killed writers left behind. A file older than an hour has no writer, because a write takes less time. */
export async function sweepIncoming(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const path = join(incoming, name)
    const modified = (await stat(path).catch(() => undefined))?.mtimeMs ?? Infinity
    if (Date.now() - modified > LEFT_BEHIND_MS) await rm(path, { recursive: true, force: true })
  }
}
