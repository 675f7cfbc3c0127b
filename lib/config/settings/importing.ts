import { defineSettings, text } from '#lib/config/setting.ts'

/** Settings of importers. */
export const importing = defineSettings('Offers', {
  DEMO_CITY: text('City of the demo importer; `push simulate --help` lists all cities', 'Berlin'),
})
