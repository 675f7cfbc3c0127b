import type { Route } from '#lib/http/define-route.ts'
import type { BulkPorts } from './options.ts'
import { bulkRead } from './routes/bulk-read.ts'
import { bulkRemove } from './routes/bulk-remove.ts'
import { bulkRunGet } from './routes/bulk-run-get.ts'
import { bulkWrite } from './routes/bulk-write.ts'

/** The routes of bulk writes. */
export const bulkRoutes: readonly Route<BulkPorts>[] = [bulkWrite, bulkRead, bulkRemove, bulkRunGet]
