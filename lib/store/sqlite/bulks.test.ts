import { describeBulkStore } from '#lib/store/contract/bulks.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeBulkStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
