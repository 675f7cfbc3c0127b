import { describeForbiddenStore } from '#lib/store/contract/forbidden.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeForbiddenStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
