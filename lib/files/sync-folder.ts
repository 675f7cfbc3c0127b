import { open } from 'node:fs/promises'

/** Makes durable which files a folder holds: a file's own fsync does not keep its name. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
