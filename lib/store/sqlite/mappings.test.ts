import { describeMappingStore } from '#lib/store/contract/mappings.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeMappingStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
