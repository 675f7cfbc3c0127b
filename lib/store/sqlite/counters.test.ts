import { describeCounterStore } from '#lib/store/contract/counters.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeCounterStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
