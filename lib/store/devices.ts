/** A registered device and its current key. */
export interface Device {
  readonly id: string
  readonly person: string
  /** Registration time, in milliseconds since 1970. */
  readonly created: number
  /** Id of its current key; absent while it has none. */
  readonly keyId?: string | undefined
  /** Creation time of the current key, in milliseconds since 1970. */
  readonly keyCreated?: number | undefined
  /** Time of the last revocation of all its keys, in milliseconds since 1970. */
  readonly keysRevoked?: number | undefined
}

/** A device to register. `keyId` is the id of a new key, used when the device has none. */
export type NewDevice = Pick<Device, 'id' | 'person' | 'created' | 'keyId'>

/** Selects a device: of a person, or of anybody when no person is given. */
export interface DeviceOf {
  readonly id: string
  readonly person?: string | undefined
}

/** A new key that replaces the current one. */
export interface Rotation {
  readonly keyId: string
  readonly nowMs: number
  /** How long the replaced key stays valid. */
  readonly graceMs: number
}

/** A revoked key. */
export interface RevokedKey {
  readonly keyId: string
  /** Time of the revocation in milliseconds since 1970; in the future while a rotated key is still valid. */
  readonly revokedAt: number
  /** Its position in the list. A new entry, and a changed entry, get the highest one. */
  readonly sequence: number
}

/** Devices, their owners, and revoked keys; owned by apps/accounts. */
export interface DeviceStore {
  /**
   * Registers a device for a person, and sets the given key if it has none. Returns the stored device: unchanged, with its
   * owner, if it belongs to another person.
   */
  register(device: NewDevice): Promise<Device>
  find(id: string): Promise<Device | undefined>
  /** Devices of a person, oldest first. */
  ofPerson(person: string): Promise<Device[]>
  /** Replaces the current key and lists the old one as revoked after the grace period; undefined when there is no such device. */
  rotate(device: DeviceOf, rotation: Rotation): Promise<Device | undefined>
  /** Revokes all keys of a device immediately, also those in their grace period; the device keeps its owner. False when there is no such device. */
  revoke(device: DeviceOf, nowMs: number): Promise<boolean>
  /** Revokes all keys of a device immediately, and removes its owner. False when there is no such device. */
  release(device: DeviceOf, nowMs: number): Promise<boolean>
  /**
   * Revoked keys after a position, in the order of their sequence. A reader that continues from the last one it read misses
   * none, even if keys are revoked meanwhile. A key is listed once, with the earliest time of its revocations.
   */
  revokedKeys(afterSequence: number, limit: number): Promise<RevokedKey[]>
}
