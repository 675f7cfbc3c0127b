import type { PersonKeeper } from '#lib/erasure/person-keeper.ts'
import type { Asset } from '#lib/store/assets.ts'
import { dropAsset } from './drop-asset.ts'
import type { ImagesOptions } from './options.ts'
import { urlOf } from './presets.ts'

const PAGE = 500

/** Creates the export and deletion of a person's pictures. */
export function createPersonKeeper(
  options: Pick<ImagesOptions, 'pictures' | 'blobs' | 'inTurn' | 'forgetAnswers'>,
): PersonKeeper {
  async function* ofOwner(owner: string): AsyncGenerator<Asset> {
    for (let cursor: string | undefined; ;) {
      const page = await options.pictures.ofOwner(owner, PAGE, cursor)
      yield* page
      cursor = page.at(-1)?.id
      if (page.length < PAGE) return
    }
  }

  return {
    async collect(person) {
      const own = await Array.fromAsync(ofOwner(person))
      const pictures = own.map(({ id }) => ({ name: `pictures/${id}.jpg`, path: urlOf(id, 'view') }))
      const shown = own.map(({ owner: _owner, created, ...asset }, index) => ({
        ...asset,
        created: new Date(created).toISOString(),
        file: pictures[index]?.name,
      }))
      return { files: { 'pictures.json': shown }, pictures }
    },
    async erase(person) {
      for await (const { id } of ofOwner(person)) await dropAsset(id, person, options)
    },
  }
}
