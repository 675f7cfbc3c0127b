/** A device a person registered. */
export interface Device {
  readonly id: string
  readonly person: string
  /** When it was registered, in milliseconds since 1970. */
  readonly created: number
}

/** Who owns which device; owned by apps/accounts. */
export interface DeviceStore {
  /** Ties a device to a person; gives the device as it stands: with another person when it was theirs before. */
  register(device: Device): Promise<Device>
  find(id: string): Promise<Device | undefined>
  /** Devices of a person, oldest first. */
  ofPerson(person: string): Promise<Device[]>
}
