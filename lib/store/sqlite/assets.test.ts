import { describeAssetStore } from '#lib/store/contract/assets.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeAssetStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
