import type { Route } from '#lib/http/define-route.ts'
import type { ForbiddenPorts } from './options.ts'
import { forbiddenGet } from './routes/forbidden-get.ts'
import { forbiddenPut } from './routes/forbidden-put.ts'

/** The routes of the list of forbidden words and hosts. */
export const forbiddenRoutes: readonly Route<ForbiddenPorts>[] = [forbiddenGet, forbiddenPut]
