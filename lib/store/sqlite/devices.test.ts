import { describeDeviceStore } from '#lib/store/contract/devices.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeDeviceStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
