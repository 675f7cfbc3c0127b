import type { App } from '#lib/http/create-app.ts'
import { mountAuth } from '../routes/auth-any.ts'
import { getEndedSessions } from '../routes/ended-sessions-get.ts'
import { putRole } from '../routes/role-put.ts'
import { postToken } from '../routes/tokens-post.ts'
import type { PeopleOptions } from './people-options.ts'

/** Adds to an app of accounts what people need: sign-up and sign-in, tokens, roles. */
export function addPeople(app: App, options: PeopleOptions): void {
  mountAuth(app, options)
  postToken(app, options)
  putRole(app, options)
  getEndedSessions(app, options)
}
