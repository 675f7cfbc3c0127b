/** The stations that listen, by the name of their folder. */
export const STATION_NAMES = [
  'accounts',
  'tracker',
  'enrich',
  'storage',
  'matching',
  'notifications',
  'images',
  'offers',
  'actions',
  'statistics',
  'kafidx',
  'web',
] as const
export type StationName = (typeof STATION_NAMES)[number]
