import { de as picture } from '../shared/picture-texts.de.ts'
import type { en } from './texts.en.ts'

export const de: typeof en = {
  ...picture,
  title: 'Bilder',
  filter: {
    title: 'Suchen',
    owner: 'Gehört',
    ownerHint: 'Die ganze Kennung einer Person oder der Name eines Dienstes wie service:offers',
    show: 'Zeigen',
    all: 'alle Bilder',
    onlyAlike: 'ähnliche anderer Leute',
    limit: 'Bilder',
    submit: 'Zeigen',
    reset: 'Alle zeigen',
  },
  none: 'Keine Bilder gefunden',
  noneYet: 'Noch hat niemand ein Bild hochgeladen.',
  noneHint: 'Nichts passt zu dieser Suche.',
  open: 'Einzelheiten',
  more: 'Weitere',
  end: 'Das sind alle.',
}
