import { describeSubjectLists } from '#lib/store/contract/subject-lists.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeSubjectLists('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
