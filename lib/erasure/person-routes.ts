import { z } from '@hono/zod-openapi'
import type { PersonKeeper } from '#lib/erasure/person-keeper.ts'
import { defineRoute, type Route } from '#lib/http/define-route.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { deviceId, json, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import type { Caller } from '#lib/auth/caller.ts'

/** What a station answers of a person. */
export const personRecordsSchema = z
  .object({
    files: z.record(z.string(), z.unknown()),
    pictures: z.array(z.object({ name: z.string(), path: z.string() })).optional(),
  })
  .openapi('PersonRecords')

// Only accounts hears from people that they want to see everything, or to be gone.
const ASKING_SERVICE = 'accounts'

/** What the routes of people stand on. */
export interface PersonPorts {
  readonly people: PersonKeeper
}

/**
 * The routes by which apps/accounts exports and erases what a station keeps of people, below a path of the station.
 *
 * @param base where they are: `<base>/people/{person}`
 * @param hasDevices true where the station ties devices to people, so that a device can be given back
 */
export function personRoutes(
  base: string,
  { hasDevices }: { readonly hasDevices: boolean },
): Route<PersonPorts>[] {
  return [personGet(base), personDelete(base), ...(hasDevices ? [personDeviceDelete(base)] : [])]
}

const request = { params: z.object({ person: personId }) }

function personGet(base: string) {
  return defineRoute({
    method: 'get',
    path: `${base}/people/{person}`,
    access: ['service'],
    summary: 'All that is kept of a person here; for accounts',
    request,
    answers: { 200: json(personRecordsSchema, 'Files of an export'), ...problemResponses },
    handle:
      ({ people }: PersonPorts) =>
      async (c) => {
        assertAccounts(c.get('caller'))
        const { files, pictures } = await people.collect(c.req.valid('param').person)
        return c.json(
          { files: { ...files }, ...(pictures !== undefined && { pictures: [...pictures] }) },
          200,
        )
      },
  })
}

function personDelete(base: string) {
  return defineRoute({
    method: 'delete',
    path: `${base}/people/{person}`,
    access: ['service'],
    summary: 'Removes all that is kept of a person here; for accounts',
    request,
    answers: { 204: { description: 'Nothing of them is here' }, ...problemResponses },
    handle:
      ({ people }: PersonPorts) =>
      async (c) => {
        assertAccounts(c.get('caller'))
        await people.erase(c.req.valid('param').person)
        return c.body(null, 204)
      },
  })
}

function personDeviceDelete(base: string) {
  return defineRoute({
    method: 'delete',
    path: `${base}/people/{person}/devices/{device}`,
    access: ['service'],
    summary: 'Removes what ties a device to a person who gave it back; for accounts',
    request: { params: z.object({ person: personId, device: deviceId }) },
    answers: { 204: { description: 'Nothing ties them' }, ...problemResponses },
    handle:
      ({ people }: PersonPorts) =>
      async (c) => {
        assertAccounts(c.get('caller'))
        const { person, device } = c.req.valid('param')
        await people.release?.(person, device)
        return c.body(null, 204)
      },
  })
}

function assertAccounts(caller: Caller): void {
  if (caller.role === 'service' && caller.service === ASKING_SERVICE) return
  throw new ProblemError({ status: 403, code: 'forbidden', detail: 'Only accounts may ask this' })
}
