import { codeOf } from '#lib/errors/code-of.ts'
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '#lib/errors/start-error.ts'
import { messageOf } from '#lib/errors/message-of.ts'

/** A data folder that is ours. */
export interface DataLock {
  release(): void
}

/** Name of the file that holds a data folder. */
export const LOCK_FILE = 'platform.lock'

/**
 * Takes a data folder for this process; the file in it names our pid, so one left by a killed process holds nobody up.
 *
 * @throws {StartError} when another platform runs on it, or the folder cannot be written.
 */
export function lockData(folder: string): DataLock {
  const path = join(folder, LOCK_FILE)
  const draft = `${path}.${process.pid}`
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(draft, `${process.pid}\n`)
    if (!tryLink(draft, path)) {
      const holder = readHolder(path)
      if (holder !== undefined && isAlive(holder)) {
        throw new StartError(
          `Cannot start: the platform runs on "${folder}" already, as pid ${holder}`,
          `Stop it first (kill ${holder}), or start this one in another folder.`,
        )
      }
      rmSync(path, { force: true })
      if (!tryLink(draft, path))
        throw new StartError(`Cannot start: another start on "${folder}" was faster`, 'Use that one.')
    }
  } catch (error) {
    if (error instanceof StartError) throw error
    const hint = 'Free some disk space, or give this user the right to write there.'
    throw new StartError(`Cannot write to "${folder}": ${messageOf(error)}`, hint, { cause: error })
  } finally {
    rmSync(draft, { force: true })
  }
  return { release: () => rmSync(path, { force: true }) }
}

function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    throw error
  }
}

function readHolder(path: string): number | undefined {
  try {
    const pid = Number(readFileSync(path, 'utf8').trim())
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined
  } catch {
    // Gone since we looked: nobody holds it.
    return undefined
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}
