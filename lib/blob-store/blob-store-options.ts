/** What an adapter of `BlobStore` needs in addition to its URL, because URLs contain no secrets. */
export interface BlobStoreOptions {
  /** For `s3:`. */
  readonly accessKeyId?: string
  /** For `s3:`. */
  readonly secretAccessKey?: string
}
