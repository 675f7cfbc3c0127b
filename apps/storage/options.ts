import type { AppOptions } from '#lib/http/create-app.ts'
import type { Courier } from '#lib/outbox/open-courier.ts'
import type { ServiceClient } from '#lib/service-client/service-client.ts'
import type { SubjectStore } from '#lib/store/subjects.ts'

/** What apps/storage stands on. */
export interface StorageOptions extends AppOptions {
  readonly subjects: SubjectStore
  /** Tells the tracker of changes. */
  readonly courier: Pick<Courier, 'nudge'>
  readonly accounts: ServiceClient
  readonly matching: ServiceClient
}
