import { defineApi } from '#lib/http/define-api.ts'
import type { ActionsOptions } from './options.ts'
import { actionsGet } from './routes/actions-get.ts'

/** The API of workers/actions. */
export const actionsApi = defineApi<ActionsOptions>({
  station: 'actions',
  routes: [actionsGet],
})
