import { createRoute, z } from '@hono/zod-openapi'
import type { PersonKeeper } from '#lib/erasure/person-keeper.ts'
import type { App } from '#lib/http/create-app.ts'
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

/** Adds to a station's app the routes by which apps/accounts exports and erases what it keeps of people. */
export function addPersonRoutes(app: App, base: string, keeper: PersonKeeper): void {
  const path = `${base}/people/{person}`
  const request = { params: z.object({ person: personId }) }

  const collect = createRoute({
    method: 'get',
    path,
    summary: 'All that is kept of a person here; for accounts',
    request,
    responses: { 200: json(personRecordsSchema, 'Files of an export'), ...problemResponses },
  })
  app.openapi(collect, async (c) => {
    assertAccounts(c.get('caller'))
    const { files, pictures } = await keeper.collect(c.req.valid('param').person)
    return c.json({ files: { ...files }, ...(pictures !== undefined && { pictures: [...pictures] }) }, 200)
  })

  const erase = createRoute({
    method: 'delete',
    path,
    summary: 'Removes all that is kept of a person here; for accounts',
    request,
    responses: { 204: { description: 'Nothing of them is here' }, ...problemResponses },
  })
  app.openapi(erase, async (c) => {
    assertAccounts(c.get('caller'))
    await keeper.erase(c.req.valid('param').person)
    return c.body(null, 204)
  })

  if (keeper.release === undefined) return
  const letGo = createRoute({
    method: 'delete',
    path: `${path}/devices/{device}`,
    summary: 'Removes what ties a device to a person who gave it back; for accounts',
    request: { params: z.object({ person: personId, device: deviceId }) },
    responses: { 204: { description: 'Nothing ties them' }, ...problemResponses },
  })
  app.openapi(letGo, async (c) => {
    assertAccounts(c.get('caller'))
    const { person, device } = c.req.valid('param')
    await keeper.release?.(person, device)
    return c.body(null, 204)
  })
}

function assertAccounts(caller: Caller): void {
  if (caller.role === 'service' && caller.service === ASKING_SERVICE) return
  throw new ProblemError({ status: 403, code: 'forbidden', detail: 'Only accounts may ask this' })
}
