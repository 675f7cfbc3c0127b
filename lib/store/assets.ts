/** A reference of an owner to a picture. Lengths are pixels. */
export interface Asset {
  /** Name of the picture: 64 hex. */
  readonly id: string
  readonly owner: string
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** Upload time, in milliseconds since 1970. */
  readonly created: number
}

/** References of owners to pictures; owned by apps/images. */
export interface AssetStore {
  /** Stores a reference; false when this owner has it already. */
  add(asset: Asset): Promise<boolean>
  /** A reference to a picture, of any owner. */
  find(id: string): Promise<Asset | undefined>
  /** True when another owner refers to a picture too. */
  isShared(id: string, owner: string): Promise<boolean>
  /** An owner's references by id, only ids after `cursor`. */
  ofOwner(owner: string, limit: number, cursor?: string): Promise<Asset[]>
  /** Deletes an owner's reference: `none` when there was none, `last` when it was the last one to the picture. */
  remove(id: string, owner: string): Promise<'none' | 'shared' | 'last'>
}
