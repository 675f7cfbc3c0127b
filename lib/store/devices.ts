/** A device a person registered, and its one current key. */
export interface Device {
  readonly id: string
  readonly person: string
  /** When it was registered, in milliseconds since 1970. */
  readonly created: number
  /** Names its current key; absent while it has none. */
  readonly keyId?: string | undefined
  /** When the current key was made, in milliseconds since 1970. */
  readonly keyCreated?: number | undefined
  /** When all its keys were last revoked, in milliseconds since 1970. */
  readonly keysRevoked?: number | undefined
}

/** A device to register; `keyId` names a fresh key, for the case that it has none. */
export type NewDevice = Pick<Device, 'id' | 'person' | 'created' | 'keyId'>

/** Whose device is meant: that of a person, or anybody's where no person is named. */
export interface DeviceOf {
  readonly id: string
  readonly person?: string | undefined
}

/** A fresh key in the place of the current one. */
export interface Rotation {
  readonly keyId: string
  readonly nowMs: number
  /** How long the key that was current until now stays good. */
  readonly graceMs: number
}

/** A key that proves nothing from some time on. */
export interface RevokedKey {
  readonly keyId: string
  /** In milliseconds since 1970; ahead while a rotated key is still good. */
  readonly revokedAt: number
  /** Its place in the list; grows with every entry, and with every change of one. */
  readonly sequence: number
}

/** Who owns which device, and which keys were revoked; owned by apps/accounts. */
export interface DeviceStore {
  /**
   * Ties a device to a person, and gives it the key named where it has none; gives the device as it stands: with another
   * person, and unchanged, when it was theirs before.
   */
  register(device: NewDevice): Promise<Device>
  find(id: string): Promise<Device | undefined>
  /** Devices of a person, oldest first. */
  ofPerson(person: string): Promise<Device[]>
  /** Makes another key the current one, and lists the one before as revoked after the grace; undefined: no such device. */
  rotate(device: DeviceOf, rotation: Rotation): Promise<Device | undefined>
  /** Revokes all its keys at once, those in their grace too; the device stays its person's. False: no such device. */
  revoke(device: DeviceOf, nowMs: number): Promise<boolean>
  /** Revokes all its keys at once, and makes it nobody's. False: no such device. */
  release(device: DeviceOf, nowMs: number): Promise<boolean>
  /**
   * Revoked keys in the order of their sequence, those after a place in it. Whoever goes on from the last one it saw misses
   * none, also of those that are written meanwhile; a key is listed once, with the earliest time it was revoked for.
   */
  revokedKeys(afterSequence: number, limit: number): Promise<RevokedKey[]>
}
