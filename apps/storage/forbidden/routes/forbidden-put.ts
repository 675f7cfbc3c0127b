import { defineRoute } from '#lib/http/define-route.ts'
import { json, problemResponses } from '#lib/http/wire-schemas.ts'
import type { ForbiddenEntry } from '#lib/trust/find-forbidden.ts'
import { checkIfMatch, stale } from '#lib/http/if-match.ts'
import { forbiddenSchema } from '../forbidden-wire.ts'
import type { ForbiddenPorts } from '../options.ts'

type Entries = readonly ForbiddenEntry[]

/** `PUT /store/forbidden`. */
export const forbiddenPut = defineRoute({
  method: 'put',
  path: '/store/forbidden',
  access: ['admin'],
  tags: ['Reports'],
  summary: 'Replaces the words and hosts that nobody may write; If-Match names the state that was read',
  description: 'It counts within 10 seconds, for what is written and edited from then on',
  request: { body: { required: true, ...json(forbiddenSchema, 'The whole list') } },
  answers: { 200: json(forbiddenSchema, 'As it is kept now'), ...problemResponses },
  handle:
    ({ forbidden, forbiddenList }: ForbiddenPorts) =>
    async (c) => {
      const before = await forbidden.read()
      checkIfMatch(c.req.header('if-match'), before, true)
      const { entries } = c.req.valid('json')
      if (!(await forbidden.replace(entries, before.version))) throw stale()
      forbiddenList.forget()
      // Nobody's data. The audit log has what came and what went: the whole list would be too long for it.
      c.set('acted', {
        owner: '',
        before: { entries: without(before.entries, entries) },
        after: { entries: without(entries, before.entries) },
      })
      return c.json({ entries }, 200, { etag: `"${before.version + 1}"` })
    },
})

function without(entries: Entries, others: Entries): Entries {
  const known = new Set(others.map(nameOf))
  return entries.filter((entry) => !known.has(nameOf(entry)))
}

function nameOf({ kind, value, does }: ForbiddenEntry): string {
  return JSON.stringify([kind, value, does])
}
