import { blobNamesOf, masterName } from './asset-names.ts'
import type { ImagesOptions } from './options.ts'

/**
 * Removes an owner's reference to a picture, and with the last reference the files; false when there was no such reference. The
 * files are removed first: a crash in between leaves a reference without files, which can be removed again, never orphaned files.
 */
export function dropAsset(
  id: string,
  owner: string,
  {
    pictures,
    blobs,
    inTurn,
    forgetAnswers,
  }: Pick<ImagesOptions, 'pictures' | 'blobs' | 'inTurn' | 'forgetAnswers'>,
): Promise<boolean> {
  /** Removes the files, and gives the master. The other files are made again from it. */
  async function takeFiles(): Promise<Uint8Array | undefined> {
    const master = await blobs.get(masterName(id))
    for (const name of blobNamesOf(id)) await blobs.remove(name)
    return master
  }

  return inTurn(id, async () => {
    let master = (await pictures.isShared(id, owner)) ? undefined : await takeFiles()
    const left = await pictures.remove(id, owner, Date.now())
    if (left === 'last') forgetAnswers(id)
    // Other owners removed their references concurrently.
    if (left === 'last') master = (await takeFiles()) ?? master
    // Another process may have stored the same picture meanwhile, and written no files because they existed.
    if (master !== undefined && (await pictures.find(id)) !== undefined)
      await blobs.put(masterName(id), master)
    return left !== 'none'
  })
}
