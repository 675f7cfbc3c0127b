import { joinKeepers } from '#lib/erasure/join-keepers.ts'
import type { PersonKeeper } from '#lib/erasure/person-keeper.ts'
import { keepBulks } from './bulks/keep-bulks.ts'
import { keepChannels } from './channels/keep-channels.ts'
import { keepSubjects } from './keep-subjects.ts'
import { keepReports } from './reports/keep-reports.ts'
import type { StorageOptions } from './options.ts'

/** Creates the export and deletion of all that this station keeps about a person: each kind of data has its own. */
export function createPersonKeeper(options: StorageOptions): PersonKeeper {
  return joinKeepers([keepSubjects(options), keepChannels(options), keepBulks(options), keepReports(options)])
}
