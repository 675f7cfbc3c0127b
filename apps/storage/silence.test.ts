import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describeSilence } from './describe-silence.fixture.ts'

describeSilence('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
