import { describeEndingStore } from '#lib/store/contract/endings.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeEndingStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
