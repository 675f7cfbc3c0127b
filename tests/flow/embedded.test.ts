import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { startPlatform } from '../builders/start-platform.ts'
import { describeLeaving } from './leaving.ts'
import { describePingToPush } from './ping-to-push.ts'

const NAME = 'embedded adapters, all in one process'

for (const describeFlow of [describePingToPush, describeLeaving]) {
  describeFlow(NAME, (environment) => startPlatform({ folder: temporaryFolder(), environment }))
}
