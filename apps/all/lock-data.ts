import { mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartError } from '#lib/errors/start-error.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { tryFileLock } from '#lib/sqlite/file-lock.ts'
import { mayBeStopped, processesWith } from '#lib/station/process-files.ts'

/** A lock on a data folder. */
export interface DataLock {
  release(): void
}

/** The kernel lock of this file protects the data folder. */
const LOCK_FILE = 'lock'
/** Contains the pid of the holder, for people and scripts only; `lockData()` does not rely on it. */
const PID_FILE = 'platform.lock'

/** The files of a data folder that belong to its lock. */
export const LOCK_FILES: ReadonlySet<string> = new Set([LOCK_FILE, PID_FILE])

/**
 * Locks a data folder for this process until `release()` or the end of the process. The lock is in the kernel, so files that a
 * killed process left, reused pids and pids of other containers never block a start.
 *
 * @throws {StartError} when another platform runs on the folder, or the folder cannot be written.
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
      'Free some disk space, or allow this user to write to the folder, or start in another folder.'
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

/** Finds the process that holds the lock; undefined if it is not visible, for instance in another container. */
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
    // The holder released the lock meanwhile.
    return Number.NaN
  }
}
