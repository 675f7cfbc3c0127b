import { describeSubjectWorlds } from '#lib/store/contract/subject-worlds.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeSubjectWorlds('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
