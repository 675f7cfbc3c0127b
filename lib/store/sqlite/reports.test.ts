import { describeReportStore } from '#lib/store/contract/reports.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeReportStore('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
