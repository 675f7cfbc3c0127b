import { describeSubjectHistory } from '#lib/store/contract/subject-history.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeSubjectHistory('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
