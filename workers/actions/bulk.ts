import { UnavailableError } from '#lib/errors/unavailable-error.ts'
import { bud } from '#lib/events/bud.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import { defineAction } from './action.ts'

const BAD_REQUEST = 400
const ACCEPTED = 202

/** The stations that bulk calls. */
export interface BulkPorts {
  readonly matching: ServiceClient
}

/** After a bulk update: asks matching for all offers of the owner to be matched, in small steps, after what people do. */
export const bulk = defineAction({
  name: 'bulk',
  on: bud,
  handle:
    ({ matching }: BulkPorts) =>
    async ({ value, event }) => {
      const { source, clientsource, id, time, traceparent } = event
      const cause = { source, clientsource, id, time: Date.parse(time), traceparent }
      const path = `/matching/owners/${encodeURIComponent(value.owner)}/match`
      const { status } = await matching.call(path, { method: 'POST', json: cause })
      if (status === BAD_REQUEST) return 'refused'
      if (status !== ACCEPTED)
        throw new UnavailableError(`Cannot match offers of "${value.owner}": matching answered ${status}`)
      return 'done'
    },
})
