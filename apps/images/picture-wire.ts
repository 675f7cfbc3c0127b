import { z } from '@hono/zod-openapi'
import { personOf, type Caller } from '#lib/auth/caller.ts'
import type { Picture } from '#lib/store/assets.ts'
import { assetSchema, showAsset } from './asset-wire.ts'

/** A picture in lists; only operators see whose it is. */
export const pictureSchema = assetSchema
  .extend({
    added: z.iso.datetime().openapi({ description: 'When somebody uploaded it last' }),
    owners: z.array(z.string()).optional().openapi({ description: 'For operators: at most 20 owners' }),
  })
  .openapi('Picture')

/** A picture for pages and programs. */
export type ShownPicture = z.output<typeof pictureSchema>

/** Shows a picture to a caller. */
export function showPicture(picture: Picture, caller: Caller): ShownPicture {
  return {
    ...showAsset(picture),
    added: new Date(picture.added).toISOString(),
    ...(isOperator(caller) && { owners: [...picture.owners] }),
  }
}

/** True for those who see whose pictures they are. */
export function isOperator({ role }: Caller): boolean {
  return role === 'operate' || role === 'admin'
}

/** True when a caller may read the list of an owner's pictures; undefined stands for those of all. */
export function mayList(caller: Caller, owner: string | undefined): boolean {
  return isOperator(caller) || (owner !== undefined && owner === personOf(caller))
}
