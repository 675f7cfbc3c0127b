import { describeChannelStore } from '#lib/store/contract/channels.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeChannelStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
