import type { Asset, Looks } from '#lib/store/assets.ts'
import type { CollectionSchema } from './collection-schema.ts'

/**
 * A picture with all references to it. They are in one document, so that the last deletion can be detected atomically. A document
 * of an older version has only them; the migration adds the rest, and so does the next upload.
 */
export interface AssetDocument extends Partial<Looks> {
  readonly _id: string
  readonly references: readonly Omit<Asset, 'id' | keyof Looks>[]
  readonly bands?: readonly string[]
  readonly added?: number
  readonly isAlike?: boolean
}

/** A picture that was here. */
export interface GoneDocument {
  readonly _id: string
  readonly at: number
}

/** Pictures and the references to them. */
export const ASSET_SCHEMA: CollectionSchema = {
  name: 'assets',
  required: { references: 'array' },
  optional: { placeholder: 'string', likeness: 'string', bands: 'array', isAlike: 'bool' },
  indexes: [
    { name: 'by_owner', key: { 'references.owner': 1, _id: 1 } },
    { name: 'by_time', key: { added: -1, _id: -1 } },
    { name: 'alike', key: { isAlike: 1, added: -1, _id: -1 }, partialFilterExpression: { isAlike: true } },
    { name: 'by_band', key: { bands: 1 } },
  ],
}

/** Pictures that are gone. */
export const GONE_SCHEMA: CollectionSchema = {
  name: 'assets_gone',
  required: { at: 'number' },
  indexes: [{ name: 'by_time', key: { at: 1 } }],
}
