import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describeWalks } from './describe-walks.fixture.ts'

describeWalks('sqlite', () => `sqlite:${temporaryFolder()}/store.db`)
