import { describeInboxStore } from '#lib/store/contract/inbox.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeInboxStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
