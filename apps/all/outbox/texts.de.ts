import type { en } from './texts.en.ts'

export const de: typeof en = {
  title: 'Postausgang',
  none: 'Noch keine Mail',
  newest: 'Die neuesten Mails stehen oben.',
  folder:
    'Diese Plattform legt ihre Mails in {folder} ab. Sie versendet sie, wenn MAIL_URL auf smtp://… gesetzt ist.',
  from: 'Von',
  to: 'An',
  sent: 'Geschrieben',
}
