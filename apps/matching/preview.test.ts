import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describePreview } from './describe-preview.fixture.ts'

describePreview('sqlite', () => Promise.resolve(`sqlite:${temporaryFolder()}/store.db`))
