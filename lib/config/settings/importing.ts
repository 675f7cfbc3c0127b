import { group, text } from '#lib/config/setting.ts'

/** What is imported. */
export const importing = group('Offers', {
  DEMO_CITY: text('City of the demo importer, see `push simulate --help` for those known', 'Berlin'),
})
