import type { en } from './picture-texts.en.ts'

export const de: typeof en = {
  owner: 'Gehört',
  owners: 'Gehört',
  alike: 'Ähnliche Bilder anderer Leute',
  pictureOf: 'Bild von',
}
