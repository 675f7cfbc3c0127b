import { rm, statfs, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { codeOf } from '#lib/errors/code-of.ts'
import { runCommand } from '../engines/run-command.ts'

/** A small disk of its own. */
export interface Disk {
  readonly folder: string
  /** Whether it can be filled: where nothing may be mounted, it is an ordinary folder. */
  readonly isSmall: boolean
  fill(): Promise<void>
  clear(): Promise<void>
  close(): Promise<void>
}

const SIZE = '16m'

/** Mounts a small disk on a folder that is there, if this user may. */
export async function openDisk(folder: string, size = SIZE): Promise<Disk> {
  const isSmall = await runCommand(['mount', '-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', folder]).then(
    () => true,
    () => false,
  )
  const filler = join(folder, 'filler')
  return {
    folder,
    isSmall,
    async fill() {
      if (!isSmall) return
      const { bavail, bsize } = await statfs(folder)
      // The tracker may take the last of it first: full it is all the same.
      await writeFile(filler, Buffer.alloc(bavail * bsize)).catch((error: unknown) => {
        if (codeOf(error) !== 'ENOSPC') throw error
      })
    },
    clear: () => rm(filler, { force: true }),
    async close() {
      if (isSmall) await runCommand(['umount', '-l', folder])
    },
  }
}
