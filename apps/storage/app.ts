import { addPersonRoutes } from '#lib/erasure/add-person-routes.ts'
import { addOpenApi } from '#lib/http/add-openapi.ts'
import { createApp, type App } from '#lib/http/create-app.ts'
import { openHideBlocked } from './hide-blocked.ts'
import { keepPeople } from './keep-people.ts'
import { createSubject } from './routes/subject-create.ts'
import { deleteSubject } from './routes/subject-delete.ts'
import { getSubject } from './routes/subject-get.ts'
import { getSubjectMatches } from './routes/subject-matches.ts'
import { notifySubject } from './routes/subject-notify.ts'
import { replaceSubject } from './routes/subject-replace.ts'
import { switchSubject } from './routes/subject-switch.ts'
import { listSubjects } from './routes/subjects-list.ts'
import type { SubjectPath } from './subject-path.ts'
import type { StorageOptions } from './options.ts'

const PATHS: readonly SubjectPath[] = [
  { kind: 'offer', path: '/store/offers', tag: 'Offers' },
  { kind: 'search', path: '/store/searches', tag: 'Searches' },
]

/** The app of apps/storage: searches and offers. */
export function createStorage(options: StorageOptions): App {
  const app = createApp({ ...options, station: 'storage' })
  const hideBlocked = openHideBlocked(options)
  for (const subjectPath of PATHS) {
    listSubjects(app, subjectPath, { ...options, hideBlocked })
    createSubject(app, subjectPath, options)
    getSubject(app, subjectPath, options)
    replaceSubject(app, subjectPath, options)
    deleteSubject(app, subjectPath, options)
    switchSubject(app, subjectPath, options)
    notifySubject(app, subjectPath, options)
    getSubjectMatches(app, subjectPath, options)
  }
  addPersonRoutes(app, '/store', keepPeople(options))
  addOpenApi(app, { station: 'storage', path: '/store/openapi.json', description: 'Searches and offers' })
  return app
}
