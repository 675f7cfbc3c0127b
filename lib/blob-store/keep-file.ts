import { link, mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { codeOf } from '#lib/errors/code-of.ts'
import { syncFolder } from '#lib/files/sync-folder.ts'
import { newId } from '#lib/ids/new-id.ts'

// More than a file system stores inside an inode, so that a full disk causes an error.
const TRIED_BYTES = 8_192

/** Bytes to store at a path below a root; `incoming` is a temporary folder on the same file system. */
export interface FileToKeep {
  readonly path: string
  readonly root: string
  readonly incoming: string
  readonly bytes: Uint8Array
}

/**
 * Writes a file completely and durably, or not at all; returns false if the path is taken. It uses `link()` instead of `rename()`,
 * because `link()` fails for a taken path, also between machines on NFS.
 */
export async function keepFile({ path, root, incoming, bytes }: FileToKeep): Promise<boolean> {
  const folder = dirname(path)
  const temporary = join(incoming, newId())
  try {
    // Before makeFolder(), because it fails if the disk is not mounted. Otherwise folders would be created in the mount point.
    await writeDurably(temporary, bytes)
    await makeFolder(folder, root)
    const isKept = await linkOnce(temporary, path)
    await syncFolder(folder)
    return isKept
  } finally {
    // A file that cannot be removed now is swept later. This does not affect the result.
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}

/** Writes a test file to a folder in the same way, and removes it; rejects if that fails. */
export async function tryFolder(folder: string): Promise<void> {
  const path = join(folder, newId())
  try {
    await writeDurably(path, new Uint8Array(TRIED_BYTES))
  } finally {
    await rm(path, { force: true }).catch(() => undefined)
  }
}

async function writeDurably(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx')
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Creates a folder below a root and its missing parents, all of them durably. */
async function makeFolder(folder: string, root: string): Promise<void> {
  if (folder === root || (await stat(folder).catch(() => undefined)) !== undefined) return
  await makeFolder(dirname(folder), root)
  await mkdir(folder, { recursive: true })
  await syncFolder(dirname(folder))
}

async function linkOnce(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path)
    return true
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
    // On NFS, the answer to a successful link may be lost. The repeated call then fails because of its own link.
    return (await stat(temporary)).nlink > 1
  }
}
