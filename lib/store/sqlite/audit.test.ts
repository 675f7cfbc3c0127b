import { describeAuditStore } from '#lib/store/contract/audit.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeAuditStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
