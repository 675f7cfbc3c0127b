import { resolve } from 'node:path'

/**
 * The folder behind `file:<path>`.
 *
 * @example
 * ```ts
 * outboxFolder('file:/var/outbox') // => '/var/outbox'
 * ```
 */
export function outboxFolder(url: string): string {
  return resolve(url.replace(/^file:(\/\/)?/u, ''))
}
