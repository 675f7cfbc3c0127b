import { resolve } from 'node:path'

/**
 * Returns the absolute path of the folder in `file:<path>`.
 *
 * @example
 * ```ts
 * outboxFolder('file:/var/outbox') // => '/var/outbox'
 * ```
 */
export function outboxFolder(url: string): string {
  return resolve(url.replace(/^file:(\/\/)?/u, ''))
}
