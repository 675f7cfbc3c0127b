import { describeSubjectStore } from '#lib/store/contract/subjects.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeSubjectStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
