/** A built file: a script, styles or a picture of a page. */
export interface Asset {
  readonly bytes: Uint8Array<ArrayBuffer>
  /** Its Content-Type. */
  readonly type: string
  /** False for a file that is served under the name of another version, see `Assets.find()`. */
  readonly isExact: boolean
}

/**
 * The built files of the pages of one station. A page knows a file by its plain name (`live.js`); browsers load it under
 * a name with the hash of its content (`live-k2x9.js`), which they may keep for ever.
 */
export interface Assets {
  /** True when the build made a file of this plain name. */
  has(name: string): boolean
  /**
   * The path under which browsers load a file.
   *
   * @throws {Error} when there is no such file.
   */
  pathOf(name: string): string
  /**
   * A file by the name with its hash. The hash of another version gives the file of this version, which is not exact: during a
   * rolling upgrade the page of one version may load its files from a process of the other version.
   */
  find(hashedName: string): Asset | undefined
}
