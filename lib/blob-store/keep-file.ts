import { link, mkdir, open, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { codeOf } from '#lib/errors/code-of.ts'
import { syncFolder } from '#lib/files/sync-folder.ts'
import { newId } from '#lib/ids/new-id.ts'

// More than a file system keeps beside the name of a file, so that a full disk shows.
const TRIED_BYTES = 8_192

/** Bytes to keep at a path below a root; `incoming` is a folder of the same file system where they lie meanwhile. */
export interface FileToKeep {
  readonly path: string
  readonly root: string
  readonly incoming: string
  readonly bytes: Uint8Array
}

/**
 * Writes a file whole and durable, or not at all; false when its path is taken. `link()` instead of `rename()` because it
 * refuses a taken path, also between machines on NFS.
 */
export async function keepFile({ path, root, incoming, bytes }: FileToKeep): Promise<boolean> {
  const folder = dirname(path)
  const temporary = join(incoming, newId())
  try {
    // First, because it fails when the disk is gone: the folders below would else be made in an empty mount point.
    await writeDurably(temporary, bytes)
    await makeFolder(folder, root)
    const isKept = await linkOnce(temporary, path)
    await syncFolder(folder)
    return isKept
  } finally {
    // What cannot be removed now is swept later; the blob is kept or not all the same.
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}

/** Writes a page to a folder as files to keep are written, and takes it away; rejects where that does not work. */
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

/** Makes a folder below a root, with those between them, each of them durable. */
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
    // Over NFS the answer to a link that succeeded may be lost, and the repeated call then finds its own work.
    return (await stat(temporary)).nlink > 1
  }
}
