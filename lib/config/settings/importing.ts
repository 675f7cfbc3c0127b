import { defineSettings, text } from '#lib/config/setting.ts'

/** What is imported. */
export const importing = defineSettings('Offers', {
  DEMO_CITY: text('City of the demo importer, see `push simulate --help` for those known', 'Berlin'),
})
