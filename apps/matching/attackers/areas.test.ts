import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { describeAttackers, trialsOfAreas } from './describe-attackers.fixture.ts'

describeAttackers('sqlite', () => `sqlite:${temporaryFolder()}/store.db`, {
  trials: trialsOfAreas,
  targets: 50,
})
