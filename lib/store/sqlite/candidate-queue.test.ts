import { describeCandidateQueue } from '#lib/store/contract/candidate-queue.ts'
import { temporaryFolder } from '#lib/testing/temporary-folder.ts'

describeCandidateQueue('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
