import { temporaryFolder } from '#lib/testing/temporary-folder.ts'
import { startPlatform } from '../builders/start-platform.ts'
import { describePingToPush } from './ping-to-push.ts'

describePingToPush('embedded adapters, all in one process', (environment) =>
  startPlatform({ folder: temporaryFolder(), environment }),
)
