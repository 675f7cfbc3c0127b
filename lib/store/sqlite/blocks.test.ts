import { describeBlockStore } from '#lib/store/contract/blocks.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeBlockStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
