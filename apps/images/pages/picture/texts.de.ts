import { de as picture } from '../shared/picture-texts.de.ts'
import type { en } from './texts.en.ts'

export const de: typeof en = {
  ...picture,
  title: 'Bild',
  noAlike: 'Kein Bild von jemand anderem sieht so aus.',
  remove: 'Löschen',
  back: 'Alle Bilder',
  removal: {
    reasons: 'Gründe',
    hint: 'Sie stehen danach im Änderungsprotokoll. Das Bild verschwindet bei allen, denen es gehört, auch aus ihren Suchen und Angeboten.',
    submit: 'Bild löschen',
    ask: {
      title: 'Dieses Bild löschen?',
      text: 'Es lässt sich nicht wiederherstellen. Wer die Datei hat, kann sie wieder hochladen.',
      yes: 'Löschen',
    },
    cancel: 'Abbrechen',
    done: 'Das Bild ist gelöscht.',
  },
}
