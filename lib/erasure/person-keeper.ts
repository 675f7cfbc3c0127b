/** What a station keeps of a person, for an export. */
export interface PersonRecords {
  /** What goes into the export as JSON, by file name. */
  readonly files: Readonly<Record<string, unknown>>
  /** Pictures: name in the export, and path at apps/images. */
  readonly pictures?: readonly { readonly name: string; readonly path: string }[] | undefined
}

/** The side of a station that keeps something of people: it can show it, and let go of it. */
export interface PersonKeeper {
  collect(person: string): Promise<PersonRecords>
  /** Removes all there is of a person; doing it again changes nothing. */
  erase(person: string): Promise<void>
  /** Removes what ties a device to a person who gave it back; doing it again changes nothing. */
  release?(person: string, device: string): Promise<void>
}
