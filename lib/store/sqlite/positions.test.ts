import { describePositionStore } from '#lib/store/contract/positions.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describePositionStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
