import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describeAttackers, trialsWithSearches } from './describe-attackers.fixture.ts'

describeAttackers('sqlite', () => `sqlite:${temporaryFolder()}/store.db`, {
  trials: trialsWithSearches,
  targets: 50,
})
