import type { Call } from './open-town.ts'
import type { StrangerRow, StrangerRows } from './stranger-row.ts'

const path = '/store/bulk/offers'
const headers = { 'content-type': 'application/x-ndjson' }
const RUN = 'run-1'

/** The routes that write and read many offers of an owner. */
export const bulkRows: StrangerRows = {
  'storage PUT /store/bulk/offers/:owner': ofOwner(`?run=${RUN}`, {
    headers,
    body: new TextEncoder().encode('{"end":true}'),
  }),
  'storage GET /store/bulk/offers/:owner/runs/:run': ofOwner(`/runs/${RUN}`),
  'storage GET /store/bulk/offers/:owner': ofOwner(''),
  'storage DELETE /store/bulk/offers/:owner': ofOwner(''),
}

function ofOwner(rest: string, over: Partial<Call> = {}): StrangerRow {
  return {
    own: ({ person }) => ({ path: `${path}/${person}${rest}`, ...over }),
    attempts: ({ person }) => [{ path: `${path}/${person}${rest}`, ...over, status: 403 }],
  }
}
