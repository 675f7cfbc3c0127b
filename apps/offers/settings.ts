import { defineSettings, integer } from '#lib/config/setting.ts'

/** Settings that only apps/offers reads. */
export const offersSettings = defineSettings('Offers', {
  IMPORT_RUN_SECONDS: integer(1, 86_400, 'Seconds a run of an importer may take before it is ended', '900'),
})
