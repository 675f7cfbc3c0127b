import type { RunState } from '#lib/store/runs.ts'

const states: Readonly<Record<RunState, string>> = {
  running: 'running',
  done: 'done',
  suspect: 'suspect: no offer was removed',
  approved: 'approved by an operator',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** The texts of the pages of jobs and runs. */
export const en = {
  title: 'Jobs',
  runs: 'Runs',
  run: 'Run',
  states,
  job: 'Job',
  owner: 'Owner',
  cron: 'Schedule (cron)',
  keywords: 'Keywords',
  last: 'Last run',
  state: 'State',
  started: 'Started',
  ended: 'Ended',
  items: 'Offers in the source',
  created: 'New',
  refreshed: 'Refreshed',
  removed: 'Removed',
  refused: 'Refused',
  reason: 'Reason',
  key: 'Offer',
  never: 'never',
  noJobs: 'There are no importers',
  noRuns: 'This job has not run yet',
  noRunsHint: 'To run it now:',
  refusals: 'Refused offers',
  noRefusals: 'No offer was refused.',
  allJobs: 'All jobs',
  allRuns: 'All runs of this job',
}
