import { opendir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { StoredBlob } from '#lib/blob-store/blob-store.ts'
import { nameOfKey } from '#lib/blob-store/key-of.ts'
import { codeOf } from '#lib/errors/code-of.ts'

/** Lists the blobs in a folder. What disappears meanwhile is left out; what is not the file of a blob, too. */
export async function* listFolder(root: string, below = ''): AsyncGenerator<StoredBlob> {
  for await (const entry of await opendir(join(root, below))) {
    const key = below === '' ? entry.name : `${below}/${entry.name}`
    if (entry.isDirectory()) {
      // Folders of ours end in a tilde, and that of incomplete files begins with one.
      if (entry.name.endsWith('~')) yield* listFolder(root, key)
    } else {
      const name = nameOfKey(key)
      const storedMs = name === undefined ? undefined : await modifiedAt(join(root, key))
      if (name !== undefined && storedMs !== undefined) yield { name, storedMs }
    }
  }
}

async function modifiedAt(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).mtimeMs
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    throw error
  }
}
