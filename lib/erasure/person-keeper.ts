/** The data that a station keeps about a person, for an export. */
export interface PersonRecords {
  /** JSON content of the export, by file name. */
  readonly files: Readonly<Record<string, unknown>>
  /** Images: name in the export, and path at apps/images. */
  readonly pictures?: readonly { readonly name: string; readonly path: string }[] | undefined
}

/** The part of a station that keeps data about people: it can export and erase it. */
export interface PersonKeeper {
  collect(person: string): Promise<PersonRecords>
  /** Removes all data of a person; it is idempotent. */
  erase(person: string): Promise<void>
  /** Removes the link between a person and a device that they gave back; it is idempotent. */
  release?(person: string, device: string): Promise<void>
}
