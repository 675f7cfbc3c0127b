import { mkdir, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { syncFolder } from '#lib/files/sync-folder.ts'
import { tryFileLock, type FileLock } from '#lib/sqlite/file-lock.ts'

/** A folder of segments within a spool, written by one process at a time. */
export interface Slot {
  readonly folder: string
  readonly lock: FileLock
}

const NAME = /^\d{1,4}$/u
const SLOTS_MAX = 1_000

/** The folders of all slots of a spool. */
export async function listSlots(root: string): Promise<string[]> {
  const names = (await readdir(root)).filter((name) => NAME.test(name))
  return names.toSorted((a, b) => Number(a) - Number(b)).map((name) => join(root, name))
}

/** Takes a slot that no process holds; undefined when one does. */
export function trySlot(folder: string): Slot | undefined {
  const lock = tryFileLock(join(folder, 'lock'))
  return lock && { folder, lock }
}

/**
 * Takes the first slot of a spool that no process holds, and creates it if needed: any number of trackers may share one spool.
 *
 * @throws when the folder cannot be written.
 */
export async function takeSlot(root: string): Promise<Slot> {
  await mkdir(root, { recursive: true })
  for (let number = 0; number < SLOTS_MAX; number += 1) {
    const folder = join(root, String(number))
    const made = await mkdir(folder, { recursive: true })
    if (made !== undefined) await syncFolder(root)
    const slot = trySlot(folder)
    if (slot !== undefined) return slot
  }
  throw new Error(`other processes hold all of its ${SLOTS_MAX} slots`)
}
