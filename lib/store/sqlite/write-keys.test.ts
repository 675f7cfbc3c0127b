import { describeWriteKeyStore } from '#lib/store/contract/write-keys.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeWriteKeyStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
