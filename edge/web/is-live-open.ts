import { isFromThisMachine, type Arrival } from '#lib/http/this-machine.ts'
import type { WebOptions } from './options.ts'

/** Whether whoever asks may see the live page without being an operator. */
export function isLiveOpen(
  { livePage, front }: Pick<WebOptions, 'livePage' | 'front'>,
  arrival: Arrival,
): boolean {
  return livePage === 'public' || (livePage === 'local' && isFromThisMachine(front, arrival))
}
