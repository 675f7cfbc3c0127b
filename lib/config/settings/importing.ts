import { group, integer, text } from '#lib/config/setting.ts'

/** What is imported. */
export const importing = group('Offers', {
  DEMO_CITY: text('City of the demo importer, see `push simulate --help` for those known', 'Berlin'),
  IMPORT_RUN_SECONDS: integer(1, 86_400, 'Seconds a run of an importer may take before it is ended', '900'),
})
