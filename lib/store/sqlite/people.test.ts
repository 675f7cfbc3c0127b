import { describePeopleDatabase } from '#lib/store/contract/people.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describePeopleDatabase('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
