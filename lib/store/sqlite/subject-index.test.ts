import { describeSubjectIndex } from '#lib/store/contract/subject-index.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeSubjectIndex('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
