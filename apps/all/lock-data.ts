import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '#lib/errors/start-error.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { tryFileLock } from '#lib/sqlite/file-lock.ts'
import { mayBeStopped, processesWith } from '#lib/station/process-files.ts'

/** A data folder that is ours. */
export interface DataLock {
  release(): void
}

/** The file whose lock is the right to use a data folder. */
const LOCK_FILE = 'lock'
/** Names the pid of who has it, for people and scripts; it decides nothing. */
const PID_FILE = 'platform.lock'

/** The files of a data folder that belong to its lock. */
export const LOCK_FILES: ReadonlySet<string> = new Set([LOCK_FILE, PID_FILE])

/**
 * Takes a data folder for this process, until it gives it back or ends, however: the kernel keeps the lock, so that what a
 * killed process left behind, a pid that was given anew, or the pids of another container hold nobody up.
 *
 * @throws {StartError} when another platform runs on it, or the folder cannot be written.
 */
export function lockData(folder: string): DataLock {
  const path = join(folder, LOCK_FILE)
  const pidPath = join(folder, PID_FILE)
  let lock
  try {
    mkdirSync(folder, { recursive: true })
    lock = tryFileLock(path)
    if (lock !== undefined) writeFileSync(pidPath, `${process.pid}\n`)
  } catch (error) {
    lock?.release()
    const hint =
      'Free some disk space, or give this user the right to write there, or start in another folder.'
    throw new StartError(`Cannot write to "${folder}": ${messageOf(error)}`, hint, { cause: error })
  }
  if (lock === undefined) throw held(folder, holderOf(path, pidPath))
  const taken = lock
  return {
    release() {
      rmSync(pidPath, { force: true })
      taken.release()
    },
  }
}

function held(folder: string, holder: number | undefined): StartError {
  const who = holder === undefined ? '' : `, as pid ${holder}`
  const how = holder !== undefined && mayBeStopped(holder) ? ` (kill ${holder})` : ' where it was started'
  return new StartError(
    `Cannot start: the platform runs on "${folder}" already${who}`,
    `Stop it first${how}, or start this one in another folder.`,
  )
}

/** The process that has the lock, as far as it can be seen from here: it may be in another container. */
function holderOf(path: string, pidPath: string): number | undefined {
  const file = realpathSync(path)
  const holders = processesWith((name) => name === file).filter((pid) => pid !== process.pid)
  const written = readPid(pidPath)
  return holders.find((pid) => pid === written) ?? holders[0]
}

function readPid(path: string): number {
  try {
    return Number(readFileSync(path, 'utf8').trim())
  } catch {
    // It was given back since we looked.
    return Number.NaN
  }
}
