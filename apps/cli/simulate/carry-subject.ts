import { z } from 'zod'
import { goodJson } from '../reach.ts'
import type { Person } from './open-person.ts'
import type { PhonePlan, SubjectPlan } from './plan-phone.ts'

/** An active search or offer of a simulated person. */
export interface Carried {
  readonly kind: SubjectPlan['kind']
  readonly id: string
}

const KINDS = ['searches', 'offers'] as const
const PAGE_MAX = 200

const subjectSchema = z.object({
  id: z.string(),
  active: z.boolean(),
  ext: z.object({ simulated: z.boolean().optional() }).optional(),
})
const pageSchema = z.object({ items: z.array(subjectSchema) })

/**
 * Creates the search or offer of the plan. It reuses one that an earlier simulation left and deactivates the others, so that
 * they do not accumulate.
 */
export async function carrySubject(person: Person, plan: PhonePlan): Promise<Carried> {
  const { kind } = plan.subject
  let known: string | undefined
  for (const each of KINDS) {
    for (const { id, active } of await ownSubjects(person, plan.person, each)) {
      if (each === kind && known === undefined) known = id
      else if (active) await switchOff(person, { kind: each, id })
    }
  }
  const response =
    known === undefined
      ? await person.call('storage', `/store/${kind}`, { method: 'POST', json: draftOf(plan) })
      : await person.call('storage', `/store/${kind}/${known}`, {
          method: 'PUT',
          json: draftOf(plan),
          // Overwrite any version: an earlier simulation may have changed it.
          headers: { 'if-match': '*' },
        })
  const { id } = subjectSchema.parse(await goodJson(response, `write one of the ${kind} of "${plan.person}"`))
  return { kind, id }
}

/** Deactivates a search or an offer. */
export async function switchOff(person: Person, { kind, id }: Carried): Promise<void> {
  const response = await person.call('storage', `/store/${kind}/${id}/deactivate`, { method: 'POST' })
  await goodJson(response, `deactivate one of the ${kind}`)
}

async function ownSubjects(person: Person, owner: string, kind: Carried['kind']) {
  const query = new URLSearchParams({ owner, limit: String(PAGE_MAX) })
  const response = await person.call('storage', `/store/${kind}?${query.toString()}`)
  const { items } = pageSchema.parse(await goodJson(response, `list the ${kind} of "${owner}"`))
  return items.filter(({ ext }) => ext?.simulated === true)
}

function draftOf({ device, subject }: PhonePlan) {
  const { title, keywords, radiusMeters, fixedAt } = subject
  return {
    title,
    keywords,
    showLocation: true,
    ext: { simulated: true },
    ...(fixedAt === undefined
      ? { mobile: true, device, region: { circle: { radiusMeters } } }
      : { region: { circle: { centre: fixedAt, radiusMeters } } }),
  }
}
