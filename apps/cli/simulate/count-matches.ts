import { z } from 'zod'
import { goodJson } from '../reach.ts'
import type { Carried } from './carry-subject.ts'
import type { Person } from './open-person.ts'

const answer = z.object({ items: z.array(z.object({ foundAt: z.string() })), next: z.string().optional() })

/** Counts the matches of a search since a time. */
export async function countMatches(person: Person, { kind, id }: Carried, sinceMs: number): Promise<number> {
  let count = 0
  for (let cursor = ''; ;) {
    const response = await person.call('storage', `/store/${kind}/${id}/matches?limit=200${cursor}`)
    const { items, next } = answer.parse(await goodJson(response, 'list matches'))
    const since = items.filter(({ foundAt }) => Date.parse(foundAt) >= sinceMs).length
    count += since
    // The newest come first, so a page that contains older matches is the last one to count.
    if (next === undefined || since < items.length) return count
    cursor = `&cursor=${next}`
  }
}
