import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describeAttackers } from './describe-attackers.fixture.ts'

describeAttackers('sqlite', () => `sqlite:${temporaryFolder()}/store.db`, { targets: 50 })
