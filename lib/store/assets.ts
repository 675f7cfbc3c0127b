/** A picture, and who refers to it. Lengths are pixels. */
export interface Asset {
  /** Name of the picture: 64 hex. */
  readonly id: string
  readonly owner: string
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** When the owner brought it, in milliseconds since 1970. */
  readonly created: number
}

/** References of owners to pictures; owned by apps/images. */
export interface AssetStore {
  /** Keeps a reference; false when this owner has it already. */
  add(asset: Asset): Promise<boolean>
  /** Anybody's reference to a picture. */
  find(id: string): Promise<Asset | undefined>
  /** True when somebody besides this owner refers to a picture. */
  isShared(id: string, owner: string): Promise<boolean>
  /** An owner's references by id, only ids after `cursor`. */
  ofOwner(owner: string, limit: number, cursor?: string): Promise<Asset[]>
  /** Drops an owner's reference: `none` when there was none, `last` when nobody refers to the picture any more. */
  remove(id: string, owner: string): Promise<'none' | 'shared' | 'last'>
}
