import { resolve } from 'node:path'

/** One position of one phone, as a path for GET. */
export const ONE_EVENT = '/t/geo?di=phone-123456&lt=52.5219&lg=13.4132&a=12'

/** Where batches go. */
export const BATCH_PATH = '/v1/batch'

/** Events in a batch. */
export const BATCH = 100

/** Load of batches, a hundred phones in each. */
export const BY_BATCHES = { connections: 16, script: resolve(import.meta.dirname, 'batch-of-100.lua') }
