import { detailOf, reach } from '../reach.ts'
import { VerbError } from '../verb-error.ts'
import { linesOf, STORAGE_SETTINGS, type BulkTarget } from './bulk-call.ts'

const END = '{"end":true}'

/**
 * Gives each offer of an owner to `take`, as a line of JSON; returns how many there were.
 *
 * @throws {VerbError} when storage refuses, or its answer is not whole.
 */
export async function exportOffers(
  { url, authorization }: BulkTarget,
  take: (line: string) => Promise<void>,
): Promise<number> {
  const headers = { authorization: await authorization() }
  const response = await reach(url, { headers, signal: null }, STORAGE_SETTINGS)
  if (!response.ok)
    throw new VerbError(
      `Cannot export offers: ${detailOf(await response.text())}`,
      `${url} answered ${response.status}`,
    )
  let count = 0
  for await (const line of linesOf(response)) {
    if (line === END) return count
    await take(line)
    count += 1
  }
  throw new VerbError(
    'Cannot export offers: the answer broke off',
    'The file is not whole. Run the verb again.',
  )
}
