import { z } from '@hono/zod-openapi'
import type { PersonKeeper } from '#lib/erasure/person-keeper.ts'
import { defineRoute, type Route } from '#lib/http/define-route.ts'
import { ProblemError } from '#lib/http/problem.ts'
import { deviceId, json, personId, problemResponses } from '#lib/http/wire-schemas.ts'
import type { Caller } from '#lib/auth/caller.ts'

/** The answer of a station with the data of a person. */
export const personRecordsSchema = z
  .object({
    files: z.record(z.string(), z.unknown()),
    pictures: z.array(z.object({ name: z.string(), path: z.string() })).optional(),
  })
  .openapi('PersonRecords')

// People request exports and erasure at accounts only.
const ASKING_SERVICE = 'accounts'

/** The ports that the routes of people use. */
export interface PersonPorts {
  readonly people: PersonKeeper
}

/**
 * Creates the routes by which apps/accounts exports and erases the data that a station keeps about people.
 *
 * @param base the path before `/people/{person}`
 * @param hasDevices true if the station links devices to people; it then also has the route that removes such a link
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
    summary: 'Returns all data of a person at this station; for accounts',
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
    summary: 'Removes all data of a person at this station; for accounts',
    request,
    answers: { 204: { description: 'The station has no data of this person any more' }, ...problemResponses },
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
    summary: 'Removes the link between a person and a device that they gave back; for accounts',
    request: { params: z.object({ person: personId, device: deviceId }) },
    answers: { 204: { description: 'There is no link between them any more' }, ...problemResponses },
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
  throw new ProblemError({ status: 403, code: 'forbidden', detail: 'Only accounts may call this route' })
}
