import { access, constants, mkdir, readFile, stat, unlink } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { BlobStore } from '#lib/blob-store/blob-store.ts'
import { keepFile, tryFolder } from '#lib/blob-store/keep-file.ts'
import { keyOf } from '#lib/blob-store/key-of.ts'
import { listFolder } from '#lib/blob-store/list-folder.ts'
import { sweepIncoming } from '#lib/blob-store/sweep-incoming.ts'
import { codeOf } from '#lib/errors/code-of.ts'
import { messageOf } from '#lib/errors/message-of.ts'
import { StartError } from '#lib/errors/start-error.ts'
import { UnavailableError } from '#lib/errors/unavailable-error.ts'

// No blob name can lead here, because names contain no `~`.
const INCOMING = '~incoming'

/**
 * Opens the folder of `file:<path>`, on a disk or on NFS, and creates it if missing.
 *
 * @throws {StartError} when it cannot be created or written.
 */
export async function openFileBlobStore(url: string): Promise<BlobStore> {
  const root = resolve(url.replace(/^file:(\/\/)?/u, ''))
  const incoming = join(root, INCOMING)
  try {
    await mkdir(incoming, { recursive: true })
    await sweepIncoming(incoming)
    await access(incoming, constants.W_OK)
  } catch (error) {
    throw new StartError(
      `Cannot open blob store "${root}": ${messageOf(error)}`,
      'Allow this user to write to the folder, free some disk space, or set BLOB_URL to another place.',
      { cause: error },
    )
  }

  /** Runs work on the file of a blob; returns `none` if the file is missing, but throws if the whole place is gone. */
  async function whereThere<Result>(name: string, none: Result, work: (path: string) => Promise<Result>) {
    const path = join(root, keyOf(name))
    try {
      return await work(path)
    } catch (error) {
      if (codeOf(error) !== 'ENOENT') throw unavailable(name, error)
    }
    await stat(incoming).catch((error: unknown) => {
      throw unavailable(name, error)
    })
    return none
  }

  function unavailable(name: string, cause: unknown): UnavailableError {
    return new UnavailableError(`Cannot use blob "${name}" in "${root}": ${messageOf(cause)}`, { cause })
  }

  return {
    async put(name, bytes) {
      const path = join(root, keyOf(name))
      try {
        return await keepFile({ path, root, incoming, bytes })
      } catch (error) {
        throw unavailable(name, error)
      }
    },
    get: (name) =>
      whereThere<Uint8Array | undefined>(
        name,
        undefined,
        async (path) => new Uint8Array(await readFile(path)),
      ),
    remove: (name) =>
      whereThere(name, false, async (path) => {
        await unlink(path)
        return true
      }),
    async *list() {
      try {
        yield* listFolder(root)
      } catch (error) {
        throw new UnavailableError(`Cannot list blobs in "${root}": ${messageOf(error)}`, { cause: error })
      }
    },
    async check() {
      try {
        await tryFolder(incoming)
      } catch (error) {
        throw new UnavailableError(`Cannot store blobs in "${root}": ${messageOf(error)}`, { cause: error })
      }
    },
    close: () => Promise.resolve(),
  }
}
