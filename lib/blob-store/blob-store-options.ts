/** What an adapter of `BlobStore` needs beside its URL, for secrets stand in no URL. */
export interface BlobStoreOptions {
  /** For `s3:`. */
  readonly accessKeyId?: string
  /** For `s3:`. */
  readonly secretAccessKey?: string
}
