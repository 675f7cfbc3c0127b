import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describeAttackers, trialsOfReaders } from './describe-attackers.fixture.ts'

describeAttackers('sqlite', () => `sqlite:${temporaryFolder()}/store.db`, {
  trials: trialsOfReaders,
  targets: 50,
})
