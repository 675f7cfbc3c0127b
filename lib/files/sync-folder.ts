import { open } from 'node:fs/promises'

/** Syncs the list of files of a folder to the disk: the fsync of a file does not include its name. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
