import { resolve } from 'node:path'

/** Path of a GET with one position of one phone. */
export const ONE_EVENT = '/t/geo?di=phone-123456&lt=52.5219&lg=13.4132&a=12'

/** Path of batches. */
export const BATCH_PATH = '/v1/batch'

/** Number of events in a batch. */
export const BATCH = 100

/** A load of batches with a hundred phones each. */
export const BY_BATCHES = { connections: 16, script: resolve(import.meta.dirname, 'batch-of-100.lua') }
