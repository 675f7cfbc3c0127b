import { describeErasureStore } from '#lib/store/contract/erasures.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeErasureStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
