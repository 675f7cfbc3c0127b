import { isFromThisMachine, type Arrival } from '#lib/http/this-machine.ts'
import type { WebOptions } from './options.ts'

/** True if a caller who is not an operator may see the live page. */
export function isLiveOpen(
  { livePage, front }: Pick<WebOptions, 'livePage' | 'front'>,
  arrival: Arrival,
): boolean {
  return livePage === 'public' || (livePage === 'local' && isFromThisMachine(front, arrival))
}
