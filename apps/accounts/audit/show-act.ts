import { timeOfId } from '#lib/ids/time-of-id.ts'
import type { ShownAct } from '#lib/service-client/acts.ts'
import type { Act, ActChange } from '#lib/store/audit.ts'

/** An act as the API shows it. */
export function showAct({ id, requestId, ip, status, params, change, ...rest }: Act): ShownAct {
  return {
    id,
    at: new Date(timeOfId(id) ?? 0).toISOString(),
    ...rest,
    params: { ...params },
    request_id: requestId,
    ...(ip !== undefined && { ip }),
    ...(status !== undefined && { status }),
    ...(change !== undefined && { change: showChange(change) }),
  }
}

function showChange({ owner, before, after, leftOut }: ActChange): NonNullable<ShownAct['change']> {
  return {
    owner,
    before: { ...before },
    after: { ...after },
    ...(leftOut !== undefined && { leftOut: [...leftOut] }),
  }
}
