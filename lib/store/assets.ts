/** How a picture looks, as far as it is known: pictures from before we computed it have empty texts. */
export interface Looks {
  /** A thumbhash in base64, shown until the picture is there. */
  readonly placeholder: string
  /** A perceptual hash of 16 hex digits: pictures that look alike differ in few bits. */
  readonly likeness: string
}

/** A reference of an owner to a picture. Lengths are pixels. */
export interface Asset extends Looks {
  /** Name of the picture: 64 hex. */
  readonly id: string
  readonly owner: string
  readonly width: number
  readonly height: number
  readonly bytes: number
  /** Upload time, in milliseconds since 1970. */
  readonly created: number
}

/** A picture with those who refer to it. */
export interface Picture extends Omit<Asset, 'owner' | 'created'> {
  /** At most `OWNERS_SHOWN`, by name. */
  readonly owners: readonly string[]
  /** When somebody uploaded it last. */
  readonly added: number
}

/** How many owners of a picture are read. */
export const OWNERS_SHOWN = 20

/** Which pictures are asked for: newest first, those after `after`. */
export interface PictureQuery {
  readonly limit: number
  readonly after?: Pick<Picture, 'id' | 'added'> | undefined
  /** Only those that were marked as alike to one of another owner. */
  readonly isAlike?: boolean | undefined
}

/** References of owners to pictures; owned by apps/images. */
export interface AssetStore {
  /** Stores a reference; false when this owner has it already. */
  add(asset: Asset): Promise<boolean>
  /** A reference to a picture: that of an owner, or of any owner. */
  find(id: string, owner?: string): Promise<Asset | undefined>
  /** True when another owner refers to a picture too. */
  isShared(id: string, owner: string): Promise<boolean>
  /** An owner's references by id, only ids after `cursor`. */
  ofOwner(owner: string, limit: number, cursor?: string): Promise<Asset[]>
  /** Deletes an owner's reference: `none` when there was none, `last` when it was the last one. Then the picture is gone. */
  remove(id: string, owner: string, nowMs: number): Promise<'none' | 'shared' | 'last'>
  /** True when a picture was here and is gone. */
  isGone(id: string): Promise<boolean>
  /** Forgets the pictures that were gone before a time, at most `limit`; gives how many. */
  forgetGone(beforeMs: number, limit: number): Promise<number>
  /** The pictures with these ids, in any order. */
  pictures(ids: readonly string[]): Promise<Picture[]>
  /** Pictures of all owners. */
  newest(query: PictureQuery): Promise<Picture[]>
  /** Other pictures that look like this one, the most similar ones first. */
  alike(picture: Pick<Picture, 'id' | 'likeness'>, limit: number): Promise<Picture[]>
  /** Marks pictures as alike to one of another owner. */
  markAlike(ids: readonly string[]): Promise<void>
}
