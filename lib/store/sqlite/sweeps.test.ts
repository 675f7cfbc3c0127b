import { describeSweepStore } from '#lib/store/contract/sweeps.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeSweepStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
