import { dirname, join } from 'node:path'

/**
 * The URL of the file with people and sessions, beside the one behind `sqlite:<path>`.
 *
 * @example
 * ```ts
 * peopleFileUrl('sqlite:./data/store.db') // => 'sqlite:data/accounts.db'
 * ```
 */
export function peopleFileUrl(url: string): string {
  return `sqlite:${join(dirname(url.replace(/^sqlite:(\/\/)?/u, '')), 'accounts.db')}`
}
