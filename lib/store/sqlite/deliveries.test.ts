import { describeDeliveryStore } from '#lib/store/contract/deliveries.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeDeliveryStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
