import { describeMatchStore } from '#lib/store/contract/matches.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeMatchStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
