import { describeRingStore } from '#lib/store/contract/rings.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeRingStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
