import { describeRunStore } from '#lib/store/contract/runs.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeRunStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
