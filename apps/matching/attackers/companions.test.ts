import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describeCompanions } from './describe-companions.fixture.ts'

describeCompanions('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
