import { z } from 'zod'
import { goodJson } from '../reach.ts'
import type { Carried } from './carry-subject.ts'
import type { Person } from './open-person.ts'

const answer = z.object({ items: z.array(z.object({ foundAt: z.string() })) })

/** How many matches a search made since a time. */
export async function countMatches(person: Person, { kind, id }: Carried, sinceMs: number): Promise<number> {
  const response = await person.call('storage', `/store/${kind}/${id}/matches`)
  const { items } = answer.parse(await goodJson(response, 'list matches'))
  return items.filter(({ foundAt }) => Date.parse(foundAt) >= sinceMs).length
}
