import { describePreferenceStore } from '#lib/store/contract/preferences.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describePreferenceStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
